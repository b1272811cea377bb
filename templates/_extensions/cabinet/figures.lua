-- Figures: the numbered caption, a chart's headline, above the image with its text alternative; PNG in Word, SVG elsewhere.
local words, typst, captions, sources, svg = ...
local figures = {}
local in_line = 0 -- drawings within lines of text

local function exists(path)
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

--- The image's path in this format, checked: under the report's own folder and there.
local function source(image)
  local path = image.src:gsub("%%20", " ")
  if path:match("^%a[%w+.-]*:") or path:match("^[/\\]") or path:match("%.%.") then
    words.problem("image '" .. path .. "': only files in the report's own folder, such as media/NAME.svg, can be shown")
    return path
  end
  if words.format == "docx" then path = path:gsub("%.svg$", ".png") end
  if not exists(path) then words.problem("image '" .. path .. "' is missing") end
  return path
end

local function alternative(image)
  local text = image.attributes["fig-alt"] or image.attributes["alt"] or ""
  text = text:gsub("%s+", " ")
  if text:match("^ *$") then
    words.problem("image '" .. image.src .. "' has no text alternative: add fig-alt=\"…\"")
  end
  return text
end

local function shown(image)
  local alt = alternative(image)
  return pandoc.Image({ pandoc.Str(alt) }, source(image), "", { alt = alt }), alt
end

local function raw(text)
  return pandoc.RawInline("html", text)
end

-- A drawing becomes part of the page, named by its caption; a photograph stays an image.
local function picture(image, id, title, description)
  if not image.src:match("%.svg$") or #words.problems > 0 then return image end
  return raw(svg.inline(image.src, id, title, description) or "")
end

-- The frame lets a chart scroll by itself on a narrow screen, as a table does.
local function framed(drawn, caption)
  return pandoc.Inlines {
    raw('<div class="drawing-frame" role="group" tabindex="0" aria-label="' .. caption.number .. '">'), drawn, raw("</div>"),
  }
end

-- A link to the table of the same name, or the chart's name without `_chart`: the numbers that are drawn.
local function to_its_table(caption)
  local name = caption.name and caption.name:gsub("_chart$", "")
  local numbers = name and captions.labels["tbl-" .. name]
  if not numbers then return {} end
  local link = pandoc.Link("The numbers in " .. numbers.number, "#" .. numbers.anchor, "", pandoc.Attr("", { "sources" }))
  return { raw('<p class="numbers">'), link, raw("</p>") }
end

local function in_html(image, alt, caption)
  local drawn = picture(image, "drawing-" .. caption.count, words.plain(caption.inlines), alt)
  local inlines = pandoc.Inlines { raw('<figure id="' .. caption.anchor .. '"><figcaption>') }
  inlines:extend(caption.inlines)
  local link = sources.after(caption)
  if link then inlines:extend { pandoc.Space(), link } end
  inlines:insert(raw("</figcaption>"))
  inlines:extend(framed(drawn, caption))
  inlines:extend(to_its_table(caption))
  inlines:insert(raw("</figure>"))
  return { pandoc.Plain(inlines) }
end

-- The empty run keeps Quarto from seeing a paragraph with a lone image, which it takes for a float.
local function in_docx(image, _, caption)
  local paragraph = pandoc.Para { pandoc.RawInline("openxml", "<w:r></w:r>"), image }
  return {
    captions.word_paragraph(caption, "Image Caption"),
    pandoc.Div({ paragraph }, { ["custom-style"] = "Captioned Figure" }),
  }
end

local function in_typst(image, alt, caption)
  return { pandoc.RawBlock("typst", "#captioned-figure(\n  id: " .. words.typst_string(caption.anchor)
    .. ",\n  caption: [" .. typst.markup { pandoc.Plain(caption.inlines) }
    .. "],\n  image(" .. words.typst_string(image.src) .. ", alt: " .. words.typst_string(alt) .. "),\n)") }
end

local writers = { html = in_html, docx = in_docx, typst = in_typst }

--- The blocks that a captioned image becomes in the format being written.
function figures.blocks(figure, caption)
  local image
  figure:walk { Image = function(found) image = image or found end }
  local checked, alt = shown(image)
  return writers[words.format](checked, alt, caption)
end

-- An image that is written as it is, in a frame or after an empty run: alone in its paragraph Quarto would take it for
-- a float.
local function written(image)
  if words.format == "docx" then return { pandoc.RawInline("openxml", "<w:r></w:r>"), image } end
  return { raw("<span>"), image, raw("</span>") }
end

local function in_typst_line(image, alt, width)
  return pandoc.RawInline("typst", "#box(image(" .. words.typst_string(image.src) .. ", alt: " .. words.typst_string(alt)
    .. (width and ", width: " .. width or "") .. "));")
end

--- An image inside a line of text.
function figures.inline(image)
  local checked, alt = shown(image)
  if words.format == "typst" then return in_typst_line(checked, alt) end
  if words.format == "docx" then return written(checked) end
  in_line = in_line + 1
  return { raw("<span>"), picture(checked, "drawing-in-line-" .. in_line, alt), raw("</span>") }
end

--- The inlines of a logo of this width, as in "50mm". It is no chart of ours: a web page shows it as a picture.
function figures.logo(path, alt, width)
  local checked = shown(pandoc.Image({}, path, "", { alt = alt }))
  if words.format == "typst" then return pandoc.Inlines { in_typst_line(checked, alt, width) } end
  checked.attributes["width"] = width
  return pandoc.Inlines(written(checked))
end

return figures
