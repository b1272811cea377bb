-- The list of contents, where the edition asks for one: in Word a TOC field, in Typst its outline.
--
-- Word lays the pages out and nobody knows them before, so the field is filled with links and no page numbers: what
-- stands there is true until an officer updates the field, which puts the numbers in. Nothing tells Word to update it
-- on opening, since that asks every reader a question first. A web page has its own list beside the text.
local words = ...
local contents = {}

local TITLE = "Contents"
local FIRST, LAST = 2, 3 -- levels of headings
local FIELD = string.format('TOC \\o "%d-%d" \\h \\z \\u', FIRST, LAST)

local function paragraph(style, inner)
  return pandoc.RawBlock("openxml", '<w:p><w:pPr><w:pStyle w:val="' .. style .. '"/></w:pPr>' .. inner .. "</w:p>")
end

local function text(words_shown, properties)
  return "<w:r>" .. (properties or "") .. '<w:t xml:space="preserve">' .. words.xml(words_shown) .. "</w:t></w:r>"
end

local function field_mark(kind)
  return '<w:r><w:fldChar w:fldCharType="' .. kind .. '"/></w:r>'
end

local BEGIN = field_mark("begin") .. '<w:r><w:instrText xml:space="preserve"> ' .. FIELD .. " </w:instrText></w:r>"
  .. field_mark("separate")

-- A heading's bookmark: `anchors` has put its words into one.
local function entry(heading)
  return '<w:hyperlink w:anchor="' .. heading.content[1].identifier .. '" w:history="1">'
    .. text(words.plain(heading.content), '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>') .. "</w:hyperlink>"
end

local function headings_in(blocks)
  local headings = pandoc.List{}
  blocks:walk {
    traverse = "topdown",
    Header = function(heading)
      if heading.level >= FIRST and heading.level <= LAST then headings:insert(heading) end
    end,
  }
  return headings
end

local function in_docx(headings)
  local blocks = pandoc.Blocks { paragraph("TOCHeading", text(TITLE)) }
  for place, heading in ipairs(headings) do
    blocks:insert(paragraph("TOC" .. heading.level, (place == 1 and BEGIN or "") .. entry(heading)))
  end
  blocks:insert(paragraph("TableGap", field_mark("end")))
  return blocks
end

local function in_typst()
  return pandoc.Blocks { pandoc.RawBlock("typst", "#contents-list(" .. words.typst_string(TITLE) .. ")") }
end

--- The list of the headings in `blocks`, whose anchors they have; none where there are no headings.
function contents.list(blocks)
  local headings = headings_in(blocks)
  if #headings == 0 then return pandoc.Blocks{} end
  return words.format == "docx" and in_docx(headings) or in_typst()
end

return contents
