-- Text for Typst: every run of words that Typst could read as markup becomes a Typst string.
--
-- Pandoc's own escapes leave `...`, `-?`, curly quotes and a leading `- + = /` to Typst, which changes them.
-- What the page's typeface lacks has a stand-in by then; text alternatives are not drawn and keep it.
local words, standins = ...
local typst = {}

local LONGEST_WORD = 60 -- letters that fit a line of 12 pt text; longer ones get places to break

--- `text` with zero-width spaces in words longer than `most` letters, which Typst would not break.
function typst.breakable(text, most)
  return (text:gsub("[^ ]+", function(word)
    if utf8.len(word) <= (most or LONGEST_WORD) then return nil end
    local parts, count = {}, 0
    for _, code in utf8.codes(word) do
      table.insert(parts, utf8.char(code))
      count = count + 1
      if count % 10 == 0 then table.insert(parts, utf8.char(0x200B)) end
    end
    return table.concat(parts)
  end))
end

-- What an inline is as text, nil where it is none.
local function text_of(inline)
  local kind = inline.t
  if kind == "Str" then return inline.text end
  return (kind == "Space" or kind == "SoftBreak") and " " or nil
end

-- A run that starts or ends with a space keeps it outside the string, where Typst may break the line.
local function protected(run, texts, most)
  local text = words.on_a_line(table.concat(texts))
  if text == "" then return run end
  if text:match("^[%w ]+$") and not text:match("[%w]" .. ("[%w]"):rep(LONGEST_WORD)) then return run end
  text = standins.drawn(text, "text")
  local out = pandoc.Inlines{}
  if run[1].t ~= "Str" then out:insert(pandoc.Space()) end
  out:insert(pandoc.RawInline("typst", "#" .. words.typst_string(typst.breakable(text, most)) .. ";"))
  if run[#run].t ~= "Str" and #run > 1 then out:insert(pandoc.Space()) end
  return out
end

local function protect_inlines(inlines, most)
  local out, run, texts = pandoc.Inlines{}, {}, {}
  local function flush()
    if #run > 0 then out:extend(protected(run, texts, most)) end
    run, texts = {}, {}
  end
  for _, inline in ipairs(inlines) do
    local text = text_of(inline)
    if text then
      table.insert(run, inline)
      table.insert(texts, text)
    else
      flush()
      if inline.t == "Code" then
        inline = pandoc.RawInline("typst", "#raw(" .. words.typst_string(standins.drawn(inline.text, "code")) .. ");")
      end
      out:insert(inline)
    end
  end
  flush()
  return out
end

--- Blocks with their text protected; `most` is the longest word that fits.
function typst.protect(blocks, most)
  return blocks:walk {
    Inlines = function(inlines) return protect_inlines(inlines, most) end,
    CodeBlock = function(code)
      return pandoc.RawBlock("typst", "#raw(block: true, " .. words.typst_string(standins.drawn(code.text, "code"), true) .. ")")
    end,
  }
end

-- ---- markup for use inside raw Typst -------------------------------------------------------------------
-- A call of Pandoc's writer takes a millisecond whatever it writes. So what is asked for is put by, a mark stands for
-- it in the raw Typst, and all is written at once when the first mark is filled in.
local CUT = "\n\x1f\n" -- a line of its own, which no text makes: Typst strings hold no line ends
local MARK = "\n\x1f%d\n" -- nor does it make this one
local put_by, count = pandoc.Blocks{}, 0
local parts

--- Marks for the Typst markup of several groups of blocks, no word in them longer than `most`.
function typst.markups(groups, most)
  local all, marks = pandoc.Blocks{}, pandoc.List{}
  for _, blocks in ipairs(groups) do
    all:extend(blocks)
    all:insert(pandoc.RawBlock("typst", CUT:sub(2, 2)))
    count = count + 1
    marks:insert(MARK:format(count))
  end
  put_by:extend(typst.protect(all, most))
  return marks
end

--- A mark for the Typst markup of blocks.
function typst.markup(blocks)
  return typst.markups({ blocks })[1]
end

-- What was put by may hold marks of what was put by before it.
local function with_parts(text)
  return (text:gsub("\n\x1f(%d+)\n", function(number) return parts[tonumber(number)] end))
end

local function write_parts()
  parts = {}
  local written, place = "\n" .. pandoc.write(pandoc.Pandoc(put_by), "typst") .. "\n", 1
  for number = 1, count do
    local first, last = written:find(CUT, place, true)
    parts[number] = with_parts(written:sub(place, first):gsub("^\n+", ""):gsub("%s+$", ""))
    place = last
  end
end

--- Raw Typst with its markup in the place of the marks; to be asked when nothing more is put by.
function typst.filled(raw)
  if not parts then write_parts() end
  raw.text = with_parts(raw.text)
  return raw
end

return typst
