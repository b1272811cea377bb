-- Captions: "Table 1" and "Figure 1" in the order of the page, and references to them.
--
-- The ids in the page are `table-NAME` and `figure-NAME`: Quarto would take a `tbl-` or `fig-` id for a
-- float of its own. In Word the number is a SEQ field in a bookmark, a reference a REF field.
local words = ...
local captions = { labels = {} }

local KINDS = {
  table = { word = "Table", prefix = "tbl", captions = {}, taken = 0 },
  figure = { word = "Figure", prefix = "fig", captions = {}, taken = 0 },
}

--- Number the next table or figure; `name` is what stands after `tbl-` or `fig-`, nil where it has no id.
function captions.number(kind, name)
  local series = KINDS[kind]
  local count = #series.captions + 1
  local caption = {
    kind = kind, name = name, count = count, number = series.word .. " " .. count,
    anchor = kind .. "-" .. (name or count),
    bookmark = words.word_name(kind .. "_" .. count .. "_" .. (name or ""), 40),
  }
  series.captions[count] = caption
  if not name then return end
  local id = series.prefix .. "-" .. name
  if captions.labels[id] then words.problem("two captions have the id '" .. id .. "': give each its own") end
  captions.labels[id] = caption
end

--- The next caption in the order they were numbered, with its text as it now stands.
function captions.take(kind, text)
  local series = KINDS[kind]
  series.taken = series.taken + 1
  local caption = series.captions[series.taken]
  caption.text = text
  caption.inlines = pandoc.Inlines { pandoc.Str(caption.number .. ":"), pandoc.Space() } .. text
  return caption
end

--- Take `{#tbl-NAME …}` off the end of a caption, where it stands as text; returns the rest and NAME.
function captions.split(inlines)
  for start = #inlines, 1, -1 do
    local inline = inlines[start]
    if inline.t == "Str" and inline.text:match("^{#") then
      local tail = words.plain(pandoc.Inlines { table.unpack(inlines, start) })
      local name = tail:match("^{#tbl%-([%w_%-]+)[^{}]*}$")
      if not name then return inlines, nil end
      local rest = pandoc.Inlines { table.unpack(inlines, 1, start - 1) }
      while #rest > 0 and (rest[#rest].t == "Space" or rest[#rest].t == "SoftBreak") do rest:remove() end
      return rest, name
    end
  end
  return inlines, nil
end

local function openxml(text)
  return pandoc.RawInline("openxml", text)
end

local function run(inner)
  return "<w:r>" .. inner .. "</w:r>"
end

--- A Word field with the text it shows until Word next updates it.
local function field(instruction, shown)
  return openxml(run('<w:fldChar w:fldCharType="begin"/>')
    .. run('<w:instrText xml:space="preserve"> ' .. instruction .. " </w:instrText>")
    .. run('<w:fldChar w:fldCharType="separate"/>')
    .. run("<w:t>" .. words.xml(shown) .. "</w:t>")
    .. run('<w:fldChar w:fldCharType="end"/>'))
end

--- A caption as a Word paragraph: bookmark round "Table 1", its number a SEQ field.
function captions.word_paragraph(caption, style)
  local word = KINDS[caption.kind].word
  local label = pandoc.Span(
    { pandoc.Str(word), pandoc.Str("\u{a0}"), field("SEQ " .. word .. " \\* ARABIC", tostring(caption.count)) },
    { id = caption.bookmark })
  local inlines = pandoc.Inlines { label, pandoc.Str(":"), pandoc.Space() } .. caption.text
  return pandoc.Div({ pandoc.Para(inlines) }, { ["custom-style"] = style })
end

local function reference(citation)
  local label = captions.labels[citation.id]
  if not label then
    if citation.id:match("^tbl%-") or citation.id:match("^fig%-") then
      words.problem("'@" .. citation.id .. "' names no table or figure of this report")
    else
      words.problem("'@" .. citation.id .. "' reads as a citation: write '\\@' for an at sign; only @tbl- and @fig- are known")
    end
    return pandoc.Str("@" .. citation.id)
  end
  if words.format == "docx" then -- with the space of the caption, as Word has it when it updates the field
    return field("REF " .. label.bookmark .. " \\h", (label.number:gsub(" ", "\u{a0}")))
  end
  if words.format == "typst" then
    return pandoc.RawInline("typst", "#link(label(" .. words.typst_string(label.anchor) .. "))["
      .. "#" .. words.typst_string(label.number) .. ";];")
  end
  return pandoc.Link(label.number, "#" .. label.anchor)
end

--- `@tbl-x` and `@fig-x` as links to their captions.
function captions.references(cite)
  local inlines = pandoc.Inlines{}
  for place, citation in ipairs(cite.citations) do
    if place > 1 then inlines:extend { pandoc.Str(","), pandoc.Space() } end
    if #citation.prefix > 0 then
      inlines:extend(citation.prefix)
      inlines:insert(pandoc.Space())
    end
    inlines:insert(reference(citation))
    inlines:extend(citation.suffix)
  end
  return inlines
end

return captions
