-- Words of the filter: which format is being written, problems, and text made safe for raw Typst and Word.
local words = { problems = {} }

words.format = FORMAT:match("docx") or FORMAT:match("typst") or (FORMAT:match("html") and "html") or FORMAT

--- Note something the report's author must mend; all of them are shown together at the end.
function words.problem(message)
  table.insert(words.problems, message)
end

--- Something the author should know that stops nothing.
function words.warn(message)
  io.stderr:write("cabinet: warning: " .. message .. "\n")
end

--- Stop when there are problems. `error()` would not do: Quarto prints it, goes on and exits 0.
function words.stop_on_problems()
  if #words.problems == 0 then return end
  for _, message in ipairs(words.problems) do
    io.stderr:write("cabinet: " .. message .. "\n")
  end
  os.exit(3)
end

--- `text` on one line, with no space at its ends and no more than one between words.
function words.on_a_line(text)
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

--- The plain text of inlines or blocks, a line break read as a space.
function words.plain(nodes)
  local whole = #nodes == 1 and nodes[1] or nodes -- Pandoc takes several times as long over a list
  return words.on_a_line(pandoc.utils.stringify(whole))
end

local CURLED = "\xE2\x80[\x98\x99\x9C\x9D]" -- the bytes of any of these
local STRAIGHT = { ["‘"] = "'", ["’"] = "'", ["“"] = '"', ["”"] = '"' }
local MARKS = { SingleQuote = "'", DoubleQuote = '"' }

--- Blocks or inlines whose quotation marks and apostrophes are all straight, as typed on a keyboard.
-- Pandoc curls those of the narrative and leaves the escaped ones of data: side by side they would differ.
function words.straight(nodes)
  return nodes:walk {
    Str = function(text)
      local plain, count = text.text:gsub(CURLED, STRAIGHT)
      if count > 0 then return pandoc.Str(plain) end
    end,
    Quoted = function(quoted)
      local mark = MARKS[quoted.quotetype]
      return pandoc.Inlines { pandoc.Str(mark) } .. quoted.content .. pandoc.Inlines { pandoc.Str(mark) }
    end,
  }
end

--- The blocks of a report with all marks straight. Pandoc says a block's text in a hundredth of the time that a walk
-- takes, so only those with such a mark are walked; of a note's text it says nothing.
function words.straight_report(blocks, has_notes)
  if has_notes then return words.straight(blocks) end
  for place, block in ipairs(blocks) do
    if pandoc.utils.stringify(block):find(CURLED) then blocks[place] = words.straight(block) end
  end
  return blocks
end

--- A Typst string literal; `lines` keeps its line ends.
-- Braces are written as escapes because Quarto expands `{{<` even in raw Typst.
function words.typst_string(text, lines)
  local safe = text:gsub('[\\"{}]', function(character)
    return string.format("\\u{%x}", character:byte())
  end)
  return '"' .. safe:gsub("[\r\n\t]", lines and { ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "" } or " ") .. '"'
end

--- Text for an attribute or a run of raw XML or HTML.
function words.xml(text)
  return (text:gsub('[&<>"]', { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

--- A name Word accepts for a bookmark: letters, digits and `_`, cut to `length`.
function words.word_name(text, length)
  local name = text:gsub("[^%w]+", "_"):gsub("^_+", ""):gsub("_+$", "")
  return (name:sub(1, length):gsub("_+$", ""))
end

return words
