-- Stand-ins: what the PDF prints where its typeface lacks a character. Word and web pages show such text as
-- typed; Typst has only the fonts that ship, and PDF/UA-1 refuses a page with a missing glyph.
local words, glyphs = ...
local standins = {}

-- Signs that only choose how the character before them looks: the PDF can do without, and says nothing.
local UNSEEN = { 0x61C, 0x61C, 0x180B, 0x180F, 0xFE00, 0xFE0F, 0xE0000, 0xE01EF }
-- Joiners, combining marks and the mark that ends a stretch from right to left: beside a character that is lacking they go with it.
local ATTACHED = {
  0x300, 0x36F, 0x1AB0, 0x1AFF, 0x1DC0, 0x1DFF, 0x200B, 0x200E, 0x2060, 0x2060, 0x20D0, 0x20FF, 0xFE20, 0xFE2F,
}
local BLANKS = { 0x9, 0xA, 0xD, 0xD } -- line ends and tabs, which code keeps
local LEFT_TO_RIGHT = 0x200E -- Typst heeds this mark, and draws nothing for it
local LONGEST_NAMED, AROUND = 80, 35 -- characters of a text that the warning names, whole or round the first lacking

local named = {}

-- Whether `code` is in one of the ranges: first and last of each, in order.
local function within(ranges, code)
  local low, high = 1, #ranges // 2
  while low <= high do
    local middle = (low + high) // 2
    if code < ranges[2 * middle - 1] then
      high = middle - 1
    elseif code > ranges[2 * middle] then
      low = middle + 1
    else
      return true
    end
  end
  return false
end

local function excerpt(text, first)
  local length = utf8.len(text)
  if length <= LONGEST_NAMED then return text end
  local from, to = math.max(first - AROUND, 1), math.min(first + AROUND, length)
  local part = text:sub(utf8.offset(text, from), utf8.offset(text, to + 1) - 1)
  return (from > 1 and "…" or "") .. part .. (to < length and "…" or "")
end

-- The engine makes a finding of this line. Each text is named once; line ends and controls would break it.
local function name(text, first)
  local said = excerpt(text, first):gsub("[%s%c]+", " "):gsub(utf8.char(LEFT_TO_RIGHT), "")
  if named[said] then return end
  named[said] = true
  io.stderr:write("cabinet: stand-in: " .. said .. "\n")
end

--- `text` as the PDF can draw it in the typeface "text" or "code": one stand-in for each run it lacks.
function standins.drawn(text, typeface)
  if not text:find("[\x80-\xff%c]") then return text end
  local font, out, first, lacking = glyphs[typeface], {}, nil, false
  local place = 0
  for _, code in utf8.codes(text) do
    place = place + 1
    if lacking and within(ATTACHED, code) or within(UNSEEN, code) then
      goto continue
    end
    local before = lacking
    lacking = not within(font, code) and not within(BLANKS, code) and code ~= LEFT_TO_RIGHT
    first = first or lacking and place
    if not lacking then
      table.insert(out, utf8.char(code))
    elseif not before then
      table.insert(out, utf8.char(font.stand_in))
    end
    ::continue::
  end
  if first then name(text, first) end
  return table.concat(out)
end

return standins
