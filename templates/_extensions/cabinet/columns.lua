-- Column widths: from what every cell needs at a text size to widths at which the table is short and calm.
--
-- Widths are in thousandths of the text's size until the end, so each cell is measured once for all sizes.
local words, metrics = ...
local columns = {}

local TEXT_WIDTH = 470.55 -- points between the margins: A4 less 2.2 cm on either side, as in all three templates
columns.WIDTHS = { upright = TEXT_WIDTH, landscape = 717.17 } -- of the text, by how the page stands
columns.SIZES = { 12, 11, 10, 9 } -- 12 is what accessible reports ask for
local SMALLEST_UPRIGHT = 10     -- a table that needs smaller text goes on a landscape page
local SMALLEST_BY_CHOICE = 11   -- smaller text is taken only where the words do not fit otherwise, or not upright
local SIZES = columns.SIZES
local PADDING = 12            -- points left and right of a cell's text together
local SLACK = 1.03            -- other fonts than Arial are a little wider
local WIDEST_WORD = 0.4       -- of an upright page's text: a longer word is broken rather than the table
local UNBROKEN = 12           -- letters
local WORTH_IT = 1.2          -- smaller text is taken where it makes the table this much shorter
local SPACE = 278
local HEADING_FINES = { 0, 0, 0.5, 3 } -- a heading's third line costs half a line more, every further one three
local HEADING_LINES, NARROW_LINES = 3, 4 -- of a heading and of a cell on a narrow screen before a table scrolls
local NARROW_PADDING = 1      -- ems left and right of a cell's text there, as the style sheet has it
local TALL = 0.15             -- a row of many lines beside short ones costs so much by the square of those over two
local WRAP, HEADING_WRAP = 0.6, 0.02 -- a cell's further line counts for so much even in a row that is no taller: a name is kept on a line rather than a heading
local BEGINNINGS = { 99, 3, 2, 1 } -- heading lines allowed to begin with: the cheapest is taken
local MOST_EXCHANGES = 40
local FEW_STEPS = 12          -- widths looked ahead in a column
local LINE, ROW = 1.2, 11     -- from line to line in the text's size; a row's room above and below in points
local LETTERS = 0.72          -- the height of a line's own letters in the text's size

-- ---- what a cell needs -------------------------------------------------------------------------------
-- A short word keeps its hyphen on the line ("FTE-years"); a longer one may break after it.
local function pieces(text, bold)
  local list = pandoc.List{}
  for word in text:gmatch("[^ ]+") do
    local gap = SPACE
    for part in word:gmatch(#word > UNBROKEN and "[^-]*-?" or ".+") do
      if part ~= "" then
        list:insert { width = metrics.width(part, bold), gap = gap }
        gap = 0
      end
    end
  end
  return list
end

-- The lines that the pieces take at a width, and the next width at which a piece would move up a line.
local function wrapped(list, width)
  local lines, line, wider = 1, 0, math.huge
  for place, piece in ipairs(list) do
    local longer = line + (line > 0 and piece.gap or 0) + piece.width
    if place > 1 and longer > width then
      wider = math.min(wider, longer)
      lines, line = lines + 1, piece.width
    else
      line = longer
    end
  end
  return lines, wider
end

local steps_known = { [true] = {}, [false] = {} } -- by whether bold, then by text: many cells say the same

-- A cell as steps: from each width on it takes so many lines, down to one.
local function steps_of(text, bold)
  local known = steps_known[bold]
  if known[text] then return known[text] end
  local list, steps, width = pieces(text, bold), {}, 0
  for _, piece in ipairs(list) do width = math.max(width, piece.width) end
  repeat
    local lines, wider = wrapped(list, width)
    if #steps == 0 or lines < steps[#steps].lines then table.insert(steps, { width = width, lines = lines }) end
    width = wider
  until lines == 1
  known[text] = steps
  return steps
end

local function is_bold(row, contents)
  local first = contents[1]
  local inline = first and first.content and first.content[1]
  return row.bold or (inline ~= nil and inline.t == "Strong")
end

local function measured(rows)
  return rows:map(function(row)
    local line = { heading = row.bold }
    for column, cell in ipairs(row.cells) do
      local contents = cell.contents
      line[column] = steps_of(words.plain(contents), is_bold(row, contents))
    end
    return line
  end)
end

local function lines_at(steps, width)
  local lines = steps[1].lines
  for place = 2, #steps do
    if steps[place].width > width then break end
    lines = steps[place].lines
  end
  return lines
end

-- ---- what a table costs --------------------------------------------------------------------------------
-- A row's cost in lines: its tallest cell, a little for every wrapped one; more for a tall heading.
local function cost(line, lines)
  local most, more = 1, 0
  for _, count in ipairs(lines) do
    if count > most then most = count end
    more = more + count - 1
  end
  if not line.heading then return most + WRAP * more + TALL * math.max(0, most - 2) ^ 2 end
  local fine = 0
  for place = 1, most do fine = fine + HEADING_FINES[math.min(place, #HEADING_FINES)] end
  return most + fine + HEADING_WRAP * more
end

local function lines_of(line, widths)
  local lines = {}
  for column, width in ipairs(widths) do lines[column] = lines_at(line[column], width) end
  return lines
end

-- The widths at which some cell of the column takes a line less, the narrowest first.
local function step_widths(grid, column)
  local seen, found = {}, {}
  for _, line in ipairs(grid) do
    for _, step in ipairs(line[column]) do
      if not seen[step.width] then
        seen[step.width] = true
        table.insert(found, step.width)
      end
    end
  end
  table.sort(found)
  return found
end

-- Those of them beyond `width` that are worth a look, the nearest first.
local function next_widths(grid, column, width, most)
  local ahead = {}
  for _, asked in ipairs(grid.step_widths[column]) do
    if asked > most or #ahead == FEW_STEPS then break end
    if asked > width then table.insert(ahead, asked) end
  end
  return ahead
end

-- How many lines the table saves when one column is widened.
local function saved(grid, state, column, width)
  local sum = 0
  for place, line in ipairs(grid) do
    local lines = state[place].lines
    local before = lines[column]
    local after = before > 1 and lines_at(line[column], width) or 1
    if after < before then
      lines[column] = after
      sum = sum + state[place].cost - cost(line, lines)
      lines[column] = before
    end
  end
  return sum
end

-- What each row takes and costs, once a column has been widened.
local function update(grid, state, column, width)
  for place, line in ipairs(grid) do
    local row, after = state[place], lines_at(line[column], width)
    if after < row.lines[column] then
      row.lines[column] = after
      row.cost = cost(line, row.lines)
    end
  end
end

-- From every column's longest word: widen, again and again, the column that saves most lines for its width.
local function widened(grid, least, room)
  local widths = pandoc.List(least):clone()
  local state = grid:map(function(line)
    local lines = lines_of(line, widths)
    return { lines = lines, cost = cost(line, lines) }
  end)
  while true do
    local spare, best = room, nil
    for _, width in ipairs(widths) do spare = spare - width end
    for column, width in ipairs(widths) do
      for _, asked in ipairs(next_widths(grid, column, width, width + spare)) do
        local rate = saved(grid, state, column, asked) / (asked - width)
        if rate > 0 and (not best or rate > best.rate) then best = { rate = rate, column = column, width = asked } end
      end
    end
    if not best then return widths end
    widths[best.column] = best.width
    update(grid, state, best.column, best.width)
  end
end

local function total(numbers)
  local sum = 0
  for _, number in ipairs(numbers) do sum = sum + number end
  return sum
end

-- Each column's longest word, or as much as its heading asks to take no more than `heading_lines`.
local function least_widths(grid, count, scale, heading_lines)
  local least = {}
  for column = 1, count do
    least[column] = 1
    for _, line in ipairs(grid) do
      for place, step in ipairs(line[column]) do
        if place == 1 or (line.heading and line[column][place - 1].lines > heading_lines) then
          least[column] = math.max(least[column], step.width)
        end
      end
    end
    least[column] = math.min(least[column], math.ceil(WIDEST_WORD * TEXT_WIDTH / scale))
  end
  return least
end

local function cost_of(grid, widths)
  local sum = 0
  for _, line in ipairs(grid) do sum = sum + cost(line, lines_of(line, widths)) end
  return sum
end

-- A change for the better: one column widened at the expense of another; nil where there is none.
local function exchanged(grid, widths, least, spare, before)
  for wider, width in ipairs(widths) do
    for _, aim in ipairs(next_widths(grid, wider, width, math.huge)) do
      local asked = math.max(0, aim - width - spare)
      for narrower = 1, #widths do
        if narrower ~= wider and widths[narrower] - asked >= least[narrower] then
          local changed = pandoc.List(widths):clone()
          changed[wider], changed[narrower] = aim, widths[narrower] - asked
          local after = cost_of(grid, changed)
          if after < before - 0.01 then return changed, after end
        end
      end
    end
  end
end

-- Widths and what they cost, begun from `least`.
local function tried(grid, least, room)
  local widths = widened(grid, least, room)
  return { widths = widths, least = least, cost = cost_of(grid, widths) }
end

-- The same with widths exchanged as long as that saves lines.
local function bettered(grid, one, room)
  for _ = 1, MOST_EXCHANGES do
    local widths, after = exchanged(grid, one.widths, one.least, room - total(one.widths), one.cost)
    if not widths then break end
    one.widths, one.cost = widths, after
  end
  return one
end

local function row_height(lines, size)
  return ((lines - 1) * LINE + LETTERS) * size + ROW
end

-- The layout at one size: widths and row heights in points, nil where the longest words do not fit.
local function laid_out(grid, count, size, line_width)
  local scale, best, before = size / 1000 * SLACK, nil, nil
  local room = (line_width - count * PADDING) / scale
  for _, heading_lines in ipairs(BEGINNINGS) do
    local least = least_widths(grid, count, scale, heading_lines)
    local asked = total(least) -- more with fewer heading lines; where it is not, the same has been tried
    local one = asked ~= before and asked <= room and tried(grid, least, room)
    if one and (not best or one.cost < best.cost) then best = one end
    before = asked
  end
  if not best then return nil end
  best = bettered(grid, best, room)
  local layout = { size = size, widths = {}, heights = pandoc.List{}, cost = best.cost * size }
  for _, line in ipairs(grid) do
    layout.heights:insert(row_height(math.max(table.unpack(lines_of(line, best.widths))), size))
  end
  local asked = total(best.widths) * scale + count * PADDING
  for column, width in ipairs(best.widths) do -- what is left goes to all alike
    layout.widths[column] = (width * scale + PADDING) * line_width / asked
  end
  return layout
end

-- The width to which the widest columns must be cut so that all have room; the others keep their words whole.
local function most_that_fits(widths, room)
  local sorted, count = pandoc.List(widths):clone(), #widths
  table.sort(sorted)
  for _, width in ipairs(sorted) do
    if width > room / count then return room / count end
    room, count = room - width, count - 1
  end
  return math.huge
end

-- The layout of a table that fits at no size: only words that take more than their share of the line are broken.
local function cut_to_fit(grid, count, line_width)
  local size = SIZES[#SIZES]
  local scale = size / 1000 * SLACK
  local widths = pandoc.List(least_widths(grid, count, scale, math.huge))
  local most = most_that_fits(widths, (line_width - count * PADDING) / scale)
  widths = widths:map(function(width) return math.min(width, most) * scale + PADDING end)
  local heights = grid:map(function() return row_height(1, size) end)
  return { size = size, widths = widths, heights = heights, over = true, widest_word = most / 1000 }
end

-- Whether the words do not fit an upright page at the smallest text that one may have.
local function too_wide(grid, count)
  local scale = SMALLEST_UPRIGHT / 1000 * SLACK
  return total(least_widths(grid, count, scale, math.huge)) > (TEXT_WIDTH - count * PADDING) / scale
end

-- ---- what is asked of this file ------------------------------------------------------------------------
-- The width in ems below which a table would break words, pile up its headings or run on for many lines.
local function narrowest(grid, count)
  local ems = 0
  for column = 1, count do
    local asked = 0
    for _, line in ipairs(grid) do
      for _, step in ipairs(line[column]) do
        asked = math.max(asked, step.width)
        if step.lines <= (line.heading and HEADING_LINES or NARROW_LINES) then break end
      end
    end
    ems = ems + asked / 1000 * SLACK + NARROW_PADDING
  end
  return math.min(math.ceil(ems), math.floor(TEXT_WIDTH / SIZES[2]))
end

--- The table's layout: `size` in points, `shares` of the line for the columns, `heights` of the rows in
-- points with the heading's first, `narrowest` width in ems at which it can be read, `widest_word` in ems that is
-- not broken; `over` where no size fits. `line_width` is one of WIDTHS.
-- The largest size at which every word fits, unless a smaller one makes the table much shorter.
function columns.fit(rows, count, line_width)
  local grid, best = measured(rows), nil
  grid.step_widths = {}
  for column = 1, count do grid.step_widths[column] = step_widths(grid, column) end
  local by_choice = too_wide(grid, count) and SMALLEST_UPRIGHT or SMALLEST_BY_CHOICE
  for _, size in ipairs(SIZES) do
    local asked = not best or size >= by_choice and best.cost > #grid * size * WORTH_IT -- a row takes a line at least
    local layout = asked and laid_out(grid, count, size, line_width)
    if layout and (not best or best.cost > layout.cost * WORTH_IT) then best = layout end
  end
  best = best or cut_to_fit(grid, count, line_width)
  best.widest_word = best.widest_word or WIDEST_WORD * TEXT_WIDTH / best.size
  local line = total(best.widths)
  best.shares = pandoc.List(best.widths):map(function(width) return width / line end)
  best.narrowest = narrowest(grid, count)
  return best
end

--- Whether a table needs a landscape page.
function columns.too_wide(rows, count)
  return too_wide(measured(rows), count)
end

return columns
