-- The front of the report: the title block in the order of a Cabinet report, as paragraphs, no layout table.
local words, typst, figures = ...
local front = {}

local STYLES = { -- class in HTML and Typst, paragraph style in Word
  ["report-to"] = "Report To", meeting = "Meeting", ["report-of"] = "Report Of", part = "Part",
  logo = "Logo", label = "Front Label", value = "Front Value", refers = "Refers",
}

local function inlines_of(value)
  if value == nil then return nil end
  local kind = pandoc.utils.type(value)
  local inlines = kind == "Inlines" and value
    or kind == "Blocks" and pandoc.utils.blocks_to_inlines(value)
    or pandoc.Inlines(tostring(value))
  return words.straight(inlines)
end

-- A telephone directory's words stay words; an e-mail address becomes a link.
local function with_addresses(inlines)
  return inlines:walk {
    Str = function(text)
      local address, rest = text.text:match("^([%w._%%+-]+@[%w.-]+%.%a+)([,;.]?)$")
      if address then return { pandoc.Link(address, "mailto:" .. address), pandoc.Str(rest) } end
    end,
  }
end

-- The paragraph's style in each format: a Word style, a class, a Typst function of the same name.
local function paragraph(class, inlines)
  if words.format == "typst" then
    return { pandoc.RawBlock("typst", "#front-" .. class .. "[" .. typst.markup { pandoc.Plain(inlines) } .. "]") }
  end
  if words.format == "docx" then
    return { pandoc.Div({ pandoc.Para(inlines) }, { ["custom-style"] = STYLES[class] }) }
  end
  return { pandoc.Div({ pandoc.Para(inlines) }, pandoc.Attr("", { class })) }
end

local function labelled(blocks, group)
  if not group then return end
  blocks:extend(paragraph("label", inlines_of(group.label)))
  for _, value in ipairs(group.values or {}) do
    blocks:extend(paragraph("value", with_addresses(inlines_of(value))))
  end
end

local function line(blocks, class, value)
  if value then blocks:extend(paragraph(class, inlines_of(value))) end
end

local function text(value)
  local inlines = inlines_of(value)
  return inlines and words.plain(inlines) or nil
end

-- The council's logo, which stands above all else.
local function logo(blocks, given)
  if not given then return end
  blocks:extend(paragraph("logo", figures.logo(text(given.file), text(given.alt), text(given.width))))
end

--- The title block's blocks, its title the only heading of level 1.
function front.blocks(cabinet)
  local blocks = pandoc.Blocks{}
  logo(blocks, cabinet.logo)
  for _, class in ipairs { "report-to", "meeting", "report-of", "part" } do line(blocks, class, cabinet[class]) end
  labelled(blocks, cabinet.divisions)
  labelled(blocks, cabinet.priorities)
  blocks:insert(pandoc.Header(1, inlines_of(cabinet.title) or {}, pandoc.Attr("report-title")))
  line(blocks, "refers", cabinet.refers)
  labelled(blocks, cabinet.contact)
  return blocks
end

--- What the page itself prints or the file's properties hold, as plain text.
function front.words(cabinet)
  return {
    title = text(cabinet.title), subject = text(cabinet.subject), author = text(cabinet.author),
    council = text(cabinet.council), header = text(cabinet.header or cabinet.council),
    footer = text(cabinet.footer or "Page {page} of {pages}"), notice = text(cabinet.notice),
    draft = cabinet.draft == true, contents = cabinet.contents == true,
  }
end

local function shortcode_in(value)
  local kind = pandoc.utils.type(value)
  if kind == "table" or kind == "List" then
    for _, inner in pairs(value) do
      if shortcode_in(inner) then return true end
    end
    return false
  end
  return kind ~= "boolean" and text(value):find("{{<", 1, true) ~= nil
end

--- Note what is missing from the front matter, or could not be printed as it stands.
function front.check(cabinet)
  if not cabinet then
    words.problem("the front matter has no 'cabinet:' block")
    return false
  end
  for _, name in ipairs { "title", "council" } do
    if not text(cabinet[name]) or text(cabinet[name]) == "" then
      words.problem("the front matter's cabinet." .. name .. " is missing")
    end
  end
  if shortcode_in(cabinet) then
    words.problem("'{{<' in the front matter: Quarto would expand it")
  end
  return true
end

return front
