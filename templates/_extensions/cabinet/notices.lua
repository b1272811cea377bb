-- Callouts become notices without icon: a ruled paragraph style in Word, a Typst function, a note in HTML.
local words, typst, survey = ...
local notices = {}

-- A kind that warns says so in words, since colour alone may not be seen; a note without title needs none.
local KINDS = {
  ["callout-note"] = { name = "note" },
  ["callout-tip"] = { name = "tip" },
  ["callout-important"] = { name = "important", title = "Important" },
  ["callout-warning"] = { name = "warning", title = "Warning" },
  ["callout-caution"] = { name = "caution", title = "Caution" },
}

local function kind_of(div)
  for _, class in ipairs(div.classes) do
    if KINDS[class] then return KINDS[class] end
  end
end

-- The title: the attribute, else a heading that opens the callout, else the kind's own word.
local function title_of(div, kind)
  local first = div.content[1]
  if div.attributes["title"] then return pandoc.Inlines(div.attributes["title"]) end
  if first and first.t == "Header" then
    div.content:remove(1)
    return first.content
  end
  return kind.title and pandoc.Inlines(kind.title)
end

-- A callout as a Div of ours: class `notice` and its kind, the title as its first paragraph.
local function from_callout(div)
  local kind = kind_of(div)
  if not kind then return nil end
  local title = title_of(div, kind)
  local blocks = pandoc.Blocks(div.content)
  if title then
    blocks:insert(1, pandoc.Div({ pandoc.Para { pandoc.Strong(title) } }, pandoc.Attr("", { "notice", "title" })))
  end
  return pandoc.Div(blocks, pandoc.Attr("", { "notice", kind.name }))
end

--- Blocks with each callout marked as ours.
function notices.found(blocks)
  for class in pairs(KINDS) do
    if survey.has_class(class) then return blocks:walk { Div = from_callout } end
  end
  return blocks
end

local function in_html(div)
  if div.classes:includes("title") then
    return pandoc.Div(div.content, pandoc.Attr("", { "notice-title" }))
  end
  return pandoc.Div(div.content, pandoc.Attr("", { "notice", "notice-" .. div.classes[2] }, { role = "note" }))
end

local function in_docx(div)
  local style = div.classes:includes("title") and "Notice Title" or "Notice"
  return pandoc.Div(div.content, { ["custom-style"] = style })
end

local function in_typst(div)
  if div.classes:includes("title") then
    return { pandoc.RawBlock("typst", "#notice-title[" .. typst.markup(div.content) .. "]") }
  end
  local blocks = pandoc.Blocks { pandoc.RawBlock("typst", '#notice(kind: "' .. div.classes[2] .. '")[') }
  blocks:extend(div.content)
  blocks:insert(pandoc.RawBlock("typst", "]"))
  return blocks
end

local writers = { html = in_html, docx = in_docx, typst = in_typst }

--- The notice in the format being written.
function notices.written(div)
  if not div.classes:includes("notice") then return nil end
  return writers[words.format](div)
end

return notices
