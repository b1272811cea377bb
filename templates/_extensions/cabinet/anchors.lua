-- Anchors in Word: a bookmark inside every body paragraph, a bookmark and a character style round every fact.
--
-- They survive an officer's editing, so that a cleared Word file can be read back. Pandoc writes a Span's
-- id as a bookmark with a number of its own, so all are unique.
local words = ...
local anchors = {}

local used, facts, section, paragraphs = {}, {}, "front", 0

local function open_section(heading)
  local name = words.word_name(heading.identifier:lower(), 26)
  if name == "" then name = "section" end
  local unique, copy = name, 1
  while used[unique] do
    copy = copy + 1
    unique = name .. "_" .. copy
  end
  used[unique], section, paragraphs = true, unique, 0
end

local function is_ours(block)
  local style = block.attributes["custom-style"]
  return style == "Table Caption" or style == "Image Caption" or style == "Captioned Figure"
end

local mark_blocks

local function mark(block)
  if block.t == "Header" then
    open_section(block)
  elseif block.t == "Para" or block.t == "Plain" then
    paragraphs = paragraphs + 1
    block.content = { pandoc.Span(block.content, { id = "svp_" .. section .. "_" .. paragraphs }) }
  elseif block.t == "BulletList" or block.t == "OrderedList" then
    for item, blocks in ipairs(block.content) do block.content[item] = mark_blocks(blocks) end
  elseif block.t == "BlockQuote" or (block.t == "Div" and not is_ours(block)) then
    block.content = mark_blocks(block.content)
  end
  return block
end

function mark_blocks(blocks)
  local marked = pandoc.Blocks{}
  for _, block in ipairs(blocks) do marked:insert(mark(block)) end
  return marked
end

--- Blocks with a bookmark `svp_SECTION_n` inside each paragraph, table cells and captions apart.
function anchors.paragraphs(blocks)
  return mark_blocks(blocks)
end

local function fact_id(span)
  return span.attributes["fact"] or ""
end

--- A fact in the format being written: a marked span, a bookmark with its own style, or just its text.
function anchors.fact(span)
  if not span.classes:includes("fact") then return nil end
  local id = fact_id(span)
  if words.format == "typst" then return span.content end
  if words.format == "html" then return pandoc.Span(span.content, pandoc.Attr("", { "fact" }, { fact = id })) end
  local name = words.word_name(id, 30)
  facts[name] = (facts[name] or 0) + 1
  return pandoc.Span(span.content, { id = "svf_" .. name .. "_" .. facts[name], ["custom-style"] = "SV Fact " .. name })
end

return anchors
