-- Figures in the PDF among their text: a figure that does not fit on the rest of a page goes to the top of the next
-- one, and the text after it fills the page. Typst decides; this gathers what it decides about.
local floats = {}

local SECTION = 2    -- the heading level of a section
local ENOUGH = 1500  -- letters, half a page: what a figure leaves blank at the most, and this much text fills it
local TOGETHER = 8   -- figures at the most: each is a block in the last one's; Typst went 20 blocks deep, not 60

local function raw(text)
  return pandoc.RawBlock("typst", text)
end

local function is_raw(block, pattern)
  return block ~= nil and block.t == "RawBlock" and block.text:match(pattern) ~= nil
end

local function is_figure(block)
  return is_raw(block, "^#captioned%-figure%(")
end

-- A page that is turned cannot stand in a block.
local function is_turned(block)
  return block.t == "Div" and block.classes:includes("landscape")
end

local function starts_section(block)
  return block.t == "Header" and block.level <= SECTION
end

local function letters(block)
  return block.t == "RawBlock" and #block.text or #pandoc.utils.stringify(block)
end

-- How much deeper in brackets the blocks after this one stand.
local function deeper(block)
  if is_raw(block, "%[$") then return 1 end
  return is_raw(block, "^%]$") and -1 or 0
end

-- Where the headings directly above the figure begin.
local function headings_above(blocks, place)
  while blocks[place - 1].t == "Header" do place = place - 1 end
  return place
end

-- The places of the figure at `first` and of those after it in the same brackets, and of the last block that belongs
-- with them: until there is text enough to fill a page, and beyond the end of a section only until then.
local function figures_from(blocks, first)
  local places, depth, text = pandoc.List{}, 0, 0
  for place = first, #blocks do
    local block = blocks[place]
    depth = depth + deeper(block)
    local ends = is_turned(block) or starts_section(block) and text >= ENOUGH
    if depth < 0 or depth == 0 and ends then return places, place - 1 end
    if depth == 0 and is_figure(block) then
      if text >= ENOUGH or #places == TOGETHER then return places, headings_above(blocks, place) - 1 end
      places:insert(place)
      text = 0
    else
      text = text + letters(block)
    end
  end
  return places, #blocks
end

local function copy(blocks, into, from, upto)
  for place = from, upto do into:insert(blocks[place]) end
end

--- Blocks with each figure, what follows it and the headings of the next one handed to Typst together.
function floats.placed(blocks)
  local placed, place = pandoc.Blocks{}, 1
  while place <= #blocks do
    if is_figure(blocks[place]) then
      local places, last = figures_from(blocks, place)
      placed:insert(raw("#figures-in-text(["))
      for number, figure in ipairs(places) do
        local following = places[number + 1] or last + 1
        local heading = headings_above(blocks, following)
        if number > 1 then placed:insert(raw("], [")) end
        placed:insert(blocks[figure])
        placed:insert(raw("], ["))
        copy(blocks, placed, figure + 1, heading - 1)
        placed:insert(raw("], ["))
        copy(blocks, placed, heading, following - 1)
      end
      placed:insert(raw("])"))
      place = last + 1
    else
      placed:insert(blocks[place])
      place = place + 1
    end
  end
  return placed
end

return floats
