-- Landscape pages: for a table too wide for the page upright, and for what stands in `::: {.landscape}`.
--
-- A web page has no pages to turn. In Word the blocks stand between two section breaks, which give no more than the
-- page's size: the finishing step adds margins, page header and footer. In Typst they are a page of their own.
local words, tables = ...
local landscape = {}

local CLASS = "landscape"

function landscape.is(block)
  return block ~= nil and block.t == "Div" and block.classes:includes(CLASS)
end

-- The headings directly above go with what is turned: a page that ends in one would promise nothing.
local function with_headings(blocks, content)
  local whole = pandoc.Blocks(content)
  while #blocks > 0 and blocks[#blocks].t == "Header" do whole:insert(1, blocks:remove()) end
  return whole
end

-- Pages that are turned one after the other are turned once.
local function turn(blocks, content)
  if #content == 0 then return end
  local whole = with_headings(blocks, content)
  local before = blocks[#blocks]
  if landscape.is(before) then
    before.content:extend(whole)
    blocks[#blocks] = before
  else
    blocks:insert(pandoc.Div(whole, pandoc.Attr("", { CLASS })))
  end
end

--- Blocks with each table that is too wide on a landscape page; in a web page nothing is turned.
function landscape.placed(blocks)
  local placed = pandoc.Blocks{}
  for _, block in ipairs(blocks) do
    if words.format == "html" and landscape.is(block) then
      placed:extend(block.content)
    elseif landscape.is(block) then
      turn(placed, block.content)
    elseif words.format ~= "html" and block.t == "Table" and tables.too_wide(block) then
      turn(placed, { block })
    else
      placed:insert(block)
    end
  end
  return placed
end

local SIZES = { upright = 'w:w="11906" w:h="16838"', turned = 'w:w="16838" w:h="11906" w:orient="landscape"' } -- A4

-- In Word a break says how the pages before it are.
local function section_break(page)
  return pandoc.RawBlock("openxml",
    '<w:p><w:pPr><w:pStyle w:val="TableGap"/><w:sectPr><w:pgSz ' .. SIZES[page] .. "/></w:sectPr></w:pPr></w:p>")
end

local BEFORE = {
  docx = function() return section_break("upright") end,
  typst = function() return pandoc.RawBlock("typst", "#landscape[") end,
}
local AFTER = {
  docx = function() return section_break("turned") end,
  typst = function() return pandoc.RawBlock("typst", "]") end,
}

--- Blocks with the pages turned in the format being written.
function landscape.written(blocks)
  local written = pandoc.Blocks{}
  for _, block in ipairs(blocks) do
    if landscape.is(block) then
      written:insert(BEFORE[words.format]())
      written:extend(block.content)
      written:insert(AFTER[words.format]())
    else
      written:insert(block)
    end
  end
  return written
end

return landscape
