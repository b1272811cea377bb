-- Anchors in Word: a bookmark inside every paragraph, a bookmark and a character style round every fact.
--
-- They survive an officer's editing, so that a cleared Word file can be read back: `svp_SECTION_n` is the n-th
-- paragraph of a section, `svh_SECTION_n` a heading (0 the section's own), `svf_FACT_n` the n-th place of a fact;
-- the style `SV Fact ID` names the fact in full. Pandoc writes a Span's id as a bookmark with a number of its own, so all are unique.
local words, sources, survey = ...
local anchors = {}

local FACT_ID = "^[%l%d_]+[%l%d_.]*$"
local LONGEST, CUT = 30, 19   -- letters of a fact in a bookmark, which Word lets have 40 in all
local LONGEST_STYLE = 200     -- letters of a fact in a style's name, which Word lets have 253
local taken = {}              -- names of sections
local places = {}             -- how often each fact was met
local section, paragraphs = "front", 0
local inside                  -- the level of the heading that opened a section of the council's profile

-- ---- paragraphs ----------------------------------------------------------------------------------

local function open_section(name)
  name = words.word_name(name:lower(), 26)
  if name == "" then name = "section" end
  local unique, copy = name, 1
  while taken[unique] do
    copy = copy + 1
    unique = name .. "_" .. copy
  end
  taken[unique], section, paragraphs = true, unique, 0
end

local function bookmarked(inlines, kind)
  return { pandoc.Span(inlines, { id = kind .. "_" .. section .. "_" .. paragraphs }) }
end

-- A heading within a section of the profile is counted with its paragraphs; elsewhere each opens a section.
local function heading(header)
  local id = header.attributes["section"]
  if id or not inside or header.level <= inside then
    inside = id and header.level or nil
    open_section(id or header.identifier)
  else
    paragraphs = paragraphs + 1
  end
  header.content = bookmarked(header.content, "svh")
  header.attributes["section"] = nil
  return header, survey.has_notes()
end

local function anchored(inlines)
  if #inlines == 0 then return inlines end
  paragraphs = paragraphs + 1
  return bookmarked(inlines, "svp")
end

local function paragraph(block)
  block.content = anchored(block.content)
  return block, survey.has_notes() -- whose paragraphs come next; else there are none within this one
end

local function terms(list)
  for _, item in ipairs(list.content) do item[1] = anchored(item[1]) end
  return list
end

local function lines(block)
  local inlines = pandoc.Inlines{}
  for place, line in ipairs(block.content) do
    if place > 1 then inlines:insert(pandoc.LineBreak()) end
    inlines:extend(line)
  end
  return pandoc.Para(anchored(inlines)), survey.has_notes()
end

--- Blocks with a bookmark `svp_SECTION_n` inside each paragraph: of text, lists, notes, captions and cells.
function anchors.paragraphs(blocks)
  return blocks:walk {
    traverse = "topdown",
    Div = function(div)
      if div.attributes["custom-style"] == "Captioned Figure" then return div, false end
    end,
    Header = heading, Para = paragraph, Plain = paragraph, DefinitionList = terms, LineBlock = lines,
  }
end

-- ---- facts ---------------------------------------------------------------------------------------

local function digest(id)
  return pandoc.utils.sha1(id):sub(1, 10)
end

-- A fact's name in bookmarks: its id, or where that has dots or is long its beginning and an `X` with its digest.
local function bookmark_name(id)
  if #id <= LONGEST and not id:find(".", 1, true) then return id end
  return words.word_name(id, CUT) .. "_X" .. digest(id)
end

local function style_name(id)
  return "SV Fact " .. (#id <= LONGEST_STYLE and id or id:sub(1, LONGEST_STYLE - 12) .. "_X" .. digest(id))
end

local function in_docx(span, id)
  places[id] = (places[id] or 0) + 1
  local bookmark = "svf_" .. bookmark_name(id) .. "_" .. places[id]
  return pandoc.Span(span.content, { id = bookmark, ["custom-style"] = style_name(id) })
end

local function in_html(span, id, linked)
  return linked and linked(span) or pandoc.Span(span.content, pandoc.Attr("", { "fact" }, { fact = id }))
end

local function marker(linked)
  return function(span)
    if not span.classes:includes("fact") then return nil end
    local id = span.attributes["fact"] or ""
    if words.format == "typst" or not id:match(FACT_ID) then return span.content, false end
    if words.format == "docx" then return in_docx(span, id), false end
    return in_html(span, id, linked), false
  end
end

local function unlinked(node)
  return node:walk { Span = marker() }, false
end

--- Blocks with each fact as the format being written has it: in a web page a link to its sources in the text and
--- back in its entry, a marked span in a table that has an entry and within other links; in Word an anchor.
function anchors.facts(blocks, table_name)
  return blocks:walk {
    traverse = "topdown",
    Div = function(div)
      if div.classes:includes("source-entry") then return div:walk { Span = marker(sources.linked_back) }, false end
    end,
    Table = function(node)
      if sources.has_table(table_name(node)) then return unlinked(node) end
    end,
    Link = unlinked, Figure = unlinked,
    Span = marker(sources.linked),
  }
end

return anchors
