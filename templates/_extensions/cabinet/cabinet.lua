-- The one filter of the extension, run by Quarto (at pre-ast) and by the embedded engine alike.
--
-- It takes Pandoc's tree of report.qmd and leaves Quarto nothing to do: no float, callout, citation or
-- condition is left. It uses Pandoc's own Lua interface only. The order of the steps matters:
-- quotation marks and what is exempt go first, numbers come before references, text is protected last.
-- Each walk of the whole report takes hundredths of a second, so a step for which it holds nothing takes none.
local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)

local function part(name, ...)
  return assert(loadfile(pandoc.path.join { here, name .. ".lua" }))(...)
end

local words = part("words")
local survey = part("survey")
local standins = part("standins", words, part("glyphs"))
local typst = part("typst", words, standins)
local columns = part("columns", words, part("metrics", part("widths")))
local captions = part("captions", words)
local dialect = part("dialect", words, survey)
local notices = part("notices", words, typst, survey)
local sources = part("sources", words, typst, survey)
local figures = part("figures", words, typst, captions, sources, part("svg", words))
local tables = part("tables", words, typst, columns, captions, sources)
local landscape = part("landscape", words, tables)
local anchors = part("anchors", words, sources, survey)
local contents = part("contents", words)
local front = part("front", words, typst, figures)
local floats = part("floats")

local function table_caption(table_node)
  local inlines = pandoc.utils.blocks_to_inlines(table_node.caption.long)
  if #inlines > 0 then return captions.split(inlines) end
end

local function table_name(table_node)
  local _, name = table_caption(table_node)
  return name
end

local function figure_name(figure)
  return figure.identifier:match("^fig%-(.+)$")
end

-- Numbers first, so that a reference may stand before what it names, and in a cell or a caption too.
local function number_captions(blocks)
  blocks:walk(survey.of_blocks {
    Table = function(table_node)
      local text, name = table_caption(table_node)
      if text then captions.number("table", name) end
    end,
    Figure = function(figure) captions.number("figure", figure_name(figure)) end,
  })
end

local function exhibits_on(page)
  return survey.of_blocks {
    Table = function(table_node)
      local text = table_caption(table_node)
      return tables.blocks(table_node, text and captions.take("table", text), page), false
    end,
    Figure = function(figure)
      local text = pandoc.utils.blocks_to_inlines(figure.caption.long)
      return figures.blocks(figure, captions.take("figure", text)), false
    end,
  }
end

-- An image that is no figure's stands in a line of text.
local function inline_images(blocks)
  if survey.count("Image") == survey.count("Figure") then return blocks end
  return blocks:walk {
    traverse = "topdown",
    Figure = function(figure) return figure, false end,
    Image = figures.inline,
  }
end

local function lay_out(blocks)
  blocks = inline_images(blocks)
  local upright, turned = exhibits_on("upright"), exhibits_on("landscape")
  upright.Div = function(div)
    if not landscape.is(div) then return nil end
    div.content = div.content:walk(turned)
    return div, false
  end
  return landscape.placed(blocks):walk(upright)
end

-- HTML has no list style "(i)" of its own: the frame's class gives the list one.
local function list_frame(list)
  if list.delimiter == "TwoParens" then return pandoc.Div({ list }, pandoc.Attr("", { "in-parentheses" })) end
end

local CAPTIONS = { ["Table Caption"] = true, ["Image Caption"] = true }

local function opens_exhibit(block)
  return block ~= nil and (block.t == "Table" or block.t == "Div" and CAPTIONS[block.attributes["custom-style"]] or false)
end

local PLACES = { -- styles of a paragraph after a table, and before a table or a figure
  [true] = { [true] = "Between Exhibits", [false] = "After Table" },
  [false] = { [true] = "Before Exhibit" },
}

-- Word joins two tables that touch, and wants a paragraph after the last: an empty one does for both.
-- It leaves no room below a table, so a paragraph that follows has a style with room above; one that stands
-- before a table or a figure, a note or what leads to it, stays on its page.
local function tables_apart(blocks)
  if #blocks == 1 and blocks[1].t ~= "Table" then return nil end -- as in nearly every cell
  local apart = pandoc.Blocks{}
  local gap = pandoc.RawBlock("openxml", '<w:p><w:pPr><w:pStyle w:val="TableGap"/></w:pPr></w:p>')
  for place, block in ipairs(blocks) do
    local before, following = blocks[place - 1], blocks[place + 1]
    local style = block.t == "Para" and PLACES[before ~= nil and before.t == "Table"][opens_exhibit(following)]
    if style then block = pandoc.Div({ block }, { ["custom-style"] = style }) end
    apart:insert(block)
    if block.t == "Table" and (not following or following.t == "Table") then apart:insert(gap) end
  end
  return apart
end

local function on_this_page(blocks)
  local items = pandoc.List{}
  for _, block in ipairs(blocks) do
    if block.t == "Header" and block.level == 2 then
      local title = pandoc.Inlines(words.plain(block.content))
      items:insert({ pandoc.Plain { pandoc.Link(title, "#" .. block.identifier) } })
    end
  end
  return #items > 2 and pandoc.Blocks { pandoc.BulletList(items) } or nil
end

local function style_sheet()
  local file = assert(io.open(pandoc.path.join { here, "cabinet.css" }, "r"))
  local css = file:read("a")
  file:close()
  return css
end

local function html_document(doc, title_block, said)
  local meta = doc.meta
  meta.pagetitle = pandoc.MetaString(said.title .. " – " .. said.council)
  meta["cabinet-page-title"] = meta.pagetitle
  meta["cabinet-style"] = pandoc.MetaInlines { pandoc.RawInline("html", style_sheet()) }
  for _, name in ipairs { "author", "subject", "council", "header", "notice" } do
    if said[name] then meta["cabinet-" .. name] = pandoc.MetaString(said[name]) end
  end
  if said.draft then meta["cabinet-draft"] = pandoc.MetaBool(true) end
  local listed = on_this_page(doc.blocks)
  if listed then meta["cabinet-contents"] = pandoc.MetaBlocks(listed) end
  doc.blocks = survey.walked(doc.blocks, { OrderedList = list_frame })
  doc.blocks:insert(1, pandoc.Div(title_block, pandoc.Attr("", { "front" })))
  return doc
end

local function docx_document(doc, title_block, said)
  survey.take(title_block) -- there too may stand a note
  local front_matter, body = anchors.paragraphs(title_block), anchors.paragraphs(doc.blocks)
  if said.contents then front_matter:extend(contents.list(body)) end
  doc.blocks = landscape.written((front_matter .. body):walk { Blocks = tables_apart })
  return doc
end

local DRAWN = { header = true, notice = true } -- in the page's head; the others are the file's properties
local COUNTED = { ["{page}"] = "page-number", ["{pages}"] = "page-count" }

-- The page's foot as a Typst array: its words, and what the page counts.
local function typst_footer(text)
  local pieces = pandoc.List{}
  for before, counted in (text .. "{}"):gmatch("(.-)({%a*})") do
    if not COUNTED[counted] and counted ~= "{}" then before, counted = before .. counted, "{}" end
    if before ~= "" then pieces:insert(words.typst_string(standins.drawn(before, "text"))) end
    if COUNTED[counted] then pieces:insert(COUNTED[counted]) end
  end
  return "(" .. table.concat(pieces, ", ") .. (#pieces > 0 and ",)" or ")")
end

local TWO_LINES = 180 -- letters: a longer paragraph can end a page by itself

-- A short paragraph before a table, a note or what leads to it, stays on its page.
local function with_their_tables(blocks)
  local kept = pandoc.Blocks{}
  for place, block in ipairs(blocks) do
    local following = blocks[place + 1]
    local next_call = following and following.t == "RawBlock" and following.text:match("^#([%w-]+)%(")
    local leads = block.t == "Para" and next_call == "data-table" and #words.plain(block.content) <= TWO_LINES
    if leads then kept:insert(pandoc.RawBlock("typst", "#before-table[")) end
    kept:insert(block)
    if leads then kept:insert(pandoc.RawBlock("typst", "]")) end
  end
  return kept
end

-- The page's settings go in the body as a show rule, so that nothing depends on either engine's metadata.
local function typst_document(doc, title_block, said)
  local settings = pandoc.List{}
  for _, name in ipairs { "title", "subject", "author", "header", "notice" } do
    local text = said[name] or ""
    if DRAWN[name] then text = standins.drawn(text, "text") end
    settings:insert(name .. ": " .. words.typst_string(text))
  end
  settings:insert("footer: " .. typst_footer(said.footer))
  settings:insert("draft: " .. tostring(said.draft))
  if said.contents then title_block:extend(contents.list(doc.blocks)) end
  local function arranged(blocks) return floats.placed(with_their_tables(blocks)) end
  doc.blocks = landscape.written((title_block .. doc.blocks):walk { RawBlock = typst.filled, Blocks = arranged })
  doc.blocks = typst.protect(doc.blocks)
  doc.blocks:insert(1, pandoc.RawBlock("typst", "#show: cabinet.with(" .. table.concat(settings, ", ") .. ")"))
  return doc
end

local documents = { html = html_document, docx = docx_document, typst = typst_document }

local function cabinet_report(doc)
  local cabinet = doc.meta.cabinet
  local write = documents[words.format]
  if not write then words.problem("the cabinet extension writes docx, html and typst, not " .. words.format) end
  local sound = front.check(cabinet)
  words.stop_on_problems()
  doc.meta.cabinet = nil
  survey.take(doc.blocks)
  local blocks = words.straight_report(doc.blocks, survey.has_notes())
  blocks = notices.found(sources.found(dialect.kept(blocks)))
  blocks = dialect.plain_attributes(blocks)
  number_captions(blocks)
  blocks = survey.walked(blocks, { Cite = captions.references })
  blocks = anchors.facts(blocks, table_name)
  blocks = survey.walked(lay_out(blocks), { Div = notices.written })
  doc.blocks = survey.walked(blocks, { Div = sources.written })
  words.stop_on_problems()
  return sound and write(doc, front.blocks(cabinet), front.words(cabinet))
end

return { { Pandoc = cabinet_report } }
