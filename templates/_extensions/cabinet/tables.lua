-- Tables: columns as wide as their content asks, the first column as row headers, a numbered caption.
local words, typst, metrics, captions = ...
local tables = {}

local TEXT_WIDTH = 470.55 -- points between the margins: A4 less 2.2 cm on either side, as in all three templates
local PADDING = 12        -- points left and right of a cell's text together
local SIZES = { 12, 11, 10, 9 } -- 12 is what accessible reports ask for
local SMALLEST_BY_CHOICE = 11   -- smaller text is taken only where the words do not fit otherwise
local SLACK = 1.03        -- other fonts than Arial are a little wider
local WIDEST_WORD = 0.4   -- of the text width: a longer word is broken rather than the table
local HEADER_LINES = 2    -- a heading may take so many lines before it asks for a wider column
local UNBROKEN = 12       -- letters
local WORTH_IT = 1.25     -- 11 pt is taken where it makes the table this much shorter

local function rows_of(table_node)
  local rows = pandoc.List{}
  for _, row in ipairs(table_node.head.rows) do rows:insert({ cells = row.cells, bold = true }) end
  for _, body in ipairs(table_node.bodies) do
    for _, row in ipairs(body.body) do rows:insert({ cells = row.cells, bold = false }) end
  end
  return rows
end

-- A short word keeps its hyphen on the line ("FTE-years"); a longer one may break after it.
local function longest_word(text, bold)
  local widest = 0
  for word in text:gmatch("[^ ]+") do
    local parts = #word > UNBROKEN and "[^-]*-?" or ".+"
    for part in word:gmatch(parts) do widest = math.max(widest, metrics.width(part, bold)) end
  end
  return widest
end

local function is_bold(row, cell)
  local first = cell.contents[1]
  local inline = first and first.content and first.content[1]
  return row.bold or (inline ~= nil and inline.t == "Strong")
end

-- For each cell the widths of its longest word and of its whole text, in thousandths of the text's size.
local function measured(table_node)
  local grid = pandoc.List{}
  for _, row in ipairs(rows_of(table_node)) do
    local line = { heading = row.bold }
    for column, cell in ipairs(row.cells) do
      local text, bold = words.plain(cell.contents), is_bold(row, cell)
      line[column] = { word = longest_word(text, bold), text = metrics.width(text, bold) }
    end
    grid:insert(line)
  end
  return grid
end

local function total(numbers)
  local sum = 0
  for _, number in ipairs(numbers) do sum = sum + number end
  return sum
end

-- Each column's least width (its longest word) and natural width (its longest text), in points at `size`.
local function asked(grid, columns, size)
  local scale, least, natural = size / 1000 * SLACK, {}, {}
  for column = 1, columns do
    local word, text = 0, 0
    for _, line in ipairs(grid) do
      word = math.max(word, line[column].word)
      text = math.max(text, line.heading and line[column].text / HEADER_LINES or line[column].text)
    end
    least[column] = math.min(word * scale, WIDEST_WORD * TEXT_WIDTH) + PADDING
    natural[column] = math.max(text * scale + PADDING, least[column])
  end
  return least, natural
end

-- Widths in points: every column its longest word, the rest shared by how much more its longest text asks.
local function shared(least, natural)
  local roomy = total(natural) <= TEXT_WIDTH
  local base = roomy and natural or least
  local spare, wants, widths = TEXT_WIDTH - total(base), {}, {}
  for column = 1, #least do wants[column] = roomy and natural[column] or natural[column] - least[column] end
  local wanted = total(wants)
  for column = 1, #least do
    widths[column] = base[column] + (wanted > 0 and spare * wants[column] / wanted or spare / #least)
  end
  return widths
end

local function height(grid, widths, size)
  local sum = 0
  for _, line in ipairs(grid) do
    local most = 1
    for column, width in ipairs(widths) do
      most = math.max(most, math.ceil(line[column].text * size / 1000 * SLACK / (width - PADDING) - 0.01))
    end
    sum = sum + most * size
  end
  return sum
end

--- The text size in points and the width of each column as a share of the line; true where no size fits.
-- The largest size at which every word fits, unless a smaller one makes the table much shorter.
function tables.fit(table_node)
  local grid, columns, best = measured(table_node), #table_node.colspecs, nil
  for _, size in ipairs(SIZES) do
    local least, natural = asked(grid, columns, size)
    if total(least) <= TEXT_WIDTH then
      local widths = shared(least, natural)
      local tall = height(grid, widths, size)
      if not best or (size >= SMALLEST_BY_CHOICE and best.height > tall * WORTH_IT) then
        best = { size = size, widths = widths, height = tall }
      end
    end
  end
  best = best or { size = SIZES[#SIZES], widths = asked(grid, columns, SIZES[#SIZES]), over = true }
  local line, shares = total(best.widths), {}
  for column, width in ipairs(best.widths) do shares[column] = width / line end
  return best.size, shares, best.over
end

-- Header cells have scope col, first cells scope row, which Pandoc writes as they stand in HTML.
local function with_scopes(table_node)
  for _, row in ipairs(table_node.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attributes["scope"] = "col" end
  end
  for _, body in ipairs(table_node.bodies) do
    body.row_head_columns = 1
    for _, row in ipairs(body.body) do row.cells[1].attributes["scope"] = "row" end
  end
  return table_node
end

local function heading_text(table_node)
  local headings = pandoc.List{}
  for _, row in ipairs(table_node.head.rows) do
    for _, cell in ipairs(row.cells) do headings:insert(words.plain(cell.contents)) end
  end
  return table.concat(headings, ", ")
end

local function set_widths(table_node, shares)
  for column, spec in ipairs(table_node.colspecs) do
    table_node.colspecs[column] = { spec[1], math.floor(shares[column] * 1000 + 0.5) / 1000 }
  end
end

-- The frame lets a wide table scroll by itself on a narrow screen, with the keyboard too.
local function in_html(table_node, caption, _, shares)
  with_scopes(table_node)
  set_widths(table_node, shares)
  local attributes = { { "role", "region" }, { "tabindex", "0" } } -- pairs in order: a Lua map has none
  if caption then
    table_node.identifier = caption.anchor
    table_node.caption = pandoc.Caption { pandoc.Plain { pandoc.Span(caption.inlines, { id = caption.anchor .. "-caption" }) } }
    attributes[3] = { "aria-labelledby", caption.anchor .. "-caption" }
  else
    attributes[3] = { "aria-label", "Table: " .. heading_text(table_node) }
  end
  return { pandoc.Div({ table_node }, pandoc.Attr("", { "table-frame" }, attributes)) }
end

-- Paragraphs, since Pandoc gives plain text in a cell its own style whatever stands round it.
local function set_in(cell, style)
  local paragraphs = cell.contents:walk { Plain = function(plain) return pandoc.Para(plain.content) end }
  cell.contents = pandoc.Blocks { pandoc.Div(paragraphs, { ["custom-style"] = style }) }
end

local function in_docx(table_node, caption, size, shares)
  local suffix = size == SIZES[1] and "" or (" " .. size)
  set_widths(table_node, shares)
  for _, row in ipairs(rows_of(table_node)) do
    for _, cell in ipairs(row.cells) do
      set_in(cell, (row.bold and "Table Heading" or "Table Text") .. suffix)
    end
  end
  for _, body in ipairs(table_node.bodies) do body.row_head_columns = 1 end
  local blocks = pandoc.Blocks{}
  if caption then blocks:insert(captions.word_paragraph(caption, "Table Caption")) end
  blocks:insert(table_node)
  return blocks
end

local ALIGNMENTS = { AlignRight = "right", AlignCenter = "center" }

local function typst_row(row, most)
  local cells = pandoc.List{}
  for _, cell in ipairs(row.cells) do cells:insert("[" .. typst.markup(cell.contents, most) .. "]") end
  return table.concat(cells, ", ")
end

local function in_typst(table_node, caption, size, shares)
  local columns, alignments = pandoc.List{}, pandoc.List{}
  for column, spec in ipairs(table_node.colspecs) do
    columns:insert(string.format("%.2f%%", shares[column] * 100))
    alignments:insert(ALIGNMENTS[spec[1]] or "left")
  end
  local most = math.floor(WIDEST_WORD * TEXT_WIDTH / size * 1.5)
  local lines = pandoc.List { "#data-table(" }
  if caption then
    lines:insert("  id: " .. words.typst_string(caption.anchor) .. ",")
    lines:insert("  caption: [" .. typst.markup { pandoc.Plain(caption.inlines) } .. "],")
  end
  lines:insert("  size: " .. size .. "pt,")
  lines:insert("  columns: (" .. table.concat(columns, ", ") .. ",),")
  lines:insert("  align: (" .. table.concat(alignments, ", ") .. ",),")
  for _, row in ipairs(rows_of(table_node)) do
    local cells = typst_row(row, most)
    lines:insert("  " .. (row.bold and "table.header(" .. cells .. ")" or cells) .. ",")
  end
  lines:insert(")")
  return { pandoc.RawBlock("typst", table.concat(lines, "\n")) }
end

local writers = { html = in_html, docx = in_docx, typst = in_typst }

--- The blocks that a table becomes in the format being written.
function tables.blocks(table_node, caption)
  local size, shares, over = tables.fit(table_node)
  if over and words.format == "typst" then
    words.warn("the table '" .. (caption and words.plain(caption.inlines) or heading_text(table_node))
      .. "' is too wide for the page even at " .. size .. " pt: give it fewer columns")
  end
  table_node.caption = pandoc.Caption {}
  table_node.attr = pandoc.Attr()
  return writers[words.format](table_node, caption, size, shares)
end

return tables
