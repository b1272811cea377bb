-- Tables: columns as wide as their content asks, the first column as row headers, a numbered caption.
local words, typst, columns, captions, sources = ...
local tables = {}

local SHORT = 8             -- rows: a table no longer than this is not parted from its caption, rather moved whole
local FIRST_ROWS = 2        -- of a longer one that stay with its heading
local QUARTER_OF_PAGE = { upright = 171, landscape = 110 } -- points of the 686 and 439 between head and foot: no more is left blank by moving a table
local TOO_WIDE = { upright = " even at ", landscape = ", even landscape at " }
local CAPTION = 26          -- points that a caption takes

local function rows_of(table_node)
  local rows = pandoc.List{}
  for _, row in ipairs(table_node.head.rows) do rows:insert({ cells = row.cells, bold = true }) end
  for _, body in ipairs(table_node.bodies) do
    for _, row in ipairs(body.body) do rows:insert({ cells = row.cells, bold = false }) end
  end
  return rows
end

-- How many rows, the heading counted, stay on the page of the caption.
local function kept_rows(heights, most)
  local rows, tall = #heights, CAPTION
  if rows - 1 > SHORT then return 1 + FIRST_ROWS end
  for place, height in ipairs(heights) do
    tall = tall + height
    if tall > most and place > 1 + FIRST_ROWS then return place - 1 end
  end
  return rows
end

-- Header cells have scope col, first cells scope row, which Pandoc writes as they stand in HTML. A cell of the body is
-- read from the side on which its own script begins.
local function with_scopes(table_node)
  for _, row in ipairs(table_node.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attributes["scope"] = "col" end
  end
  for _, body in ipairs(table_node.bodies) do
    body.row_head_columns = 1
    for _, row in ipairs(body.body) do
      for _, cell in ipairs(row.cells) do cell.attributes["dir"] = "auto" end
      row.cells[1].attributes["scope"] = "row"
    end
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

-- Rounded to parts of the line that add up to one. Pandoc cuts a web page's to whole per cents, so there they
-- are whole ones, and a trifle more than that lest 0.29 become 28 %.
local function set_widths(table_node, shares)
  local parts, trifle = 1000, 0
  if words.format == "html" then parts, trifle = 100, 0.00001 end
  local reached, before = 0, 0
  for column, spec in ipairs(table_node.colspecs) do
    reached = reached + shares[column] * parts
    local upto = math.floor(reached + 0.5)
    table_node.colspecs[column] = { spec[1], (upto - before) / parts + trifle }
    before = upto
  end
end

-- The frame lets a wide table scroll by itself on a narrow screen, with the keyboard too.
local function in_html(table_node, caption, layout)
  with_scopes(table_node)
  set_widths(table_node, layout.shares)
  local attributes = { { "role", "region" }, { "tabindex", "0" } } -- pairs in order: a Lua map has none
  if caption then
    local named = caption.anchor .. "-caption"
    local shown = pandoc.Inlines { pandoc.Span(caption.inlines, { id = named }) }
    local link = sources.after(caption)
    if link then shown:extend { pandoc.Space(), link } end
    table_node.attr = pandoc.Attr(caption.anchor, {}, { { "aria-labelledby", named } })
    table_node.caption = pandoc.Caption { pandoc.Plain(shown) }
    attributes[3] = { "aria-labelledby", named }
  else
    attributes[3] = { "aria-label", "Table: " .. heading_text(table_node) }
  end
  attributes[4] = { "style", "--narrowest: " .. layout.narrowest .. "em; --size: " .. layout.size }
  local classes = pandoc.List { "table-frame" }
  if layout.kept == #layout.heights then classes:insert("kept-whole") end
  if layout.over then classes:insert("over-wide") end
  return { pandoc.Div({ table_node }, pandoc.Attr("", classes, attributes)) }
end

-- Pandoc gives plain text in a cell its own style, whatever stands round it; paragraphs it does not.
local function in_paragraphs(table_node)
  return table_node:walk { Plain = function(plain) return pandoc.Para(plain.content) end }
end

local WORD_STYLES = { -- of a cell by whether it is a heading and whether it holds a number
  [true] = { [true] = "Table Number Heading", [false] = "Table Heading" },
  [false] = { [true] = "Table Number", [false] = "Table Text" },
}

-- The columns of numbers, which their styles set right; Pandoc would set every cell by itself.
local function numbers_by_style(table_node)
  local numbers = pandoc.List{}
  for column, spec in ipairs(table_node.colspecs) do
    numbers:insert(spec[1] == "AlignRight")
    if spec[1] ~= "AlignCenter" then table_node.colspecs[column] = { "AlignDefault", spec[2] } end
  end
  return numbers
end

-- A row stays with the next by its style: headings always, and the rows that the caption keeps but the last.
local function in_docx(table_node, caption, layout)
  table_node = in_paragraphs(table_node)
  local suffix = layout.size == columns.SIZES[1] and "" or (" " .. layout.size)
  set_widths(table_node, layout.shares)
  local numbers = numbers_by_style(table_node)
  for place, row in ipairs(rows_of(table_node)) do
    local kept = not row.bold and place < layout.kept and " Kept" or ""
    for column, cell in ipairs(row.cells) do
      local style = WORD_STYLES[row.bold][numbers[column]] .. suffix .. kept
      cell.contents = pandoc.Blocks { pandoc.Div(cell.contents, { ["custom-style"] = style }) }
    end
  end
  for _, body in ipairs(table_node.bodies) do body.row_head_columns = 1 end
  local blocks = pandoc.Blocks{}
  if caption then blocks:insert(captions.word_paragraph(caption, "Table Caption")) end
  blocks:insert(table_node)
  return blocks
end

local ALIGNMENTS = { AlignRight = "right", AlignCenter = "center" }

-- The rows as Typst has them, no word in them longer than `most`.
local function typst_rows(rows, most)
  local contents = pandoc.List{}
  for _, row in ipairs(rows) do contents:extend(row.cells:map(function(cell) return cell.contents end)) end
  local written, last = typst.markups(contents, most), 0
  return rows:map(function(row)
    local first = last + 1
    last = last + #row.cells
    local cells = "[" .. table.concat(written, "], [", first, last) .. "]"
    return "  " .. (row.bold and "table.header(" .. cells .. ")" or cells) .. ","
  end)
end

local function in_typst(table_node, caption, layout)
  local widths, alignments = pandoc.List{}, pandoc.List{}
  set_widths(table_node, layout.shares)
  for _, spec in ipairs(table_node.colspecs) do
    widths:insert(string.format("%.1f%%", spec[2] * 100))
    alignments:insert(ALIGNMENTS[spec[1]] or "left")
  end
  local lines = pandoc.List { "#data-table(" }
  if caption then
    lines:insert("  id: " .. words.typst_string(caption.anchor) .. ",")
    lines:insert("  caption: [" .. typst.markup { pandoc.Plain(caption.inlines) } .. "],")
  end
  lines:insert("  size: " .. layout.size .. "pt,")
  lines:insert("  kept: " .. layout.kept .. ",")
  lines:insert("  columns: (" .. table.concat(widths, ", ") .. ",),")
  lines:insert("  align: (" .. table.concat(alignments, ", ") .. ",),")
  lines:extend(typst_rows(rows_of(table_node), math.floor(layout.widest_word * 1.5)))
  lines:insert(")")
  return { pandoc.RawBlock("typst", table.concat(lines, "\n")) }
end

local writers = { html = in_html, docx = in_docx, typst = in_typst }

--- The blocks that a table becomes in the format being written; `page` is `upright` or `landscape`.
function tables.blocks(table_node, caption, page)
  local layout = columns.fit(rows_of(table_node), #table_node.colspecs, columns.WIDTHS[page])
  layout.kept = kept_rows(layout.heights, QUARTER_OF_PAGE[page])
  if layout.over and words.format == "typst" then
    words.warn("the table '" .. (caption and words.plain(caption.inlines) or heading_text(table_node))
      .. "' is too wide for the page" .. TOO_WIDE[page] .. layout.size .. " pt: give it fewer columns")
  end
  table_node.caption = pandoc.Caption {}
  table_node.attr = pandoc.Attr()
  return writers[words.format](table_node, caption, layout)
end

--- Whether a table needs a landscape page.
function tables.too_wide(table_node)
  return columns.too_wide(rows_of(table_node), #table_node.colspecs)
end

return tables
