-- What the manuscript holds, found in one walk at the start: each walk carries the whole report from Pandoc to Lua and
-- back, so a step for which there is nothing takes none.
local survey = {}

local kinds, classes = {}, {} -- how many there are of an element; whether a class is anywhere

local function counted(node)
  kinds[node.t] = (kinds[node.t] or 0) + 1
end

local function counted_with_classes(node)
  counted(node)
  for _, class in ipairs(node.classes) do classes[class] = true end
end

--- Note what is in blocks of the manuscript; what the filter itself puts there later is not counted.
function survey.take(blocks)
  local filter = {}
  for _, kind in ipairs {
    "Note", "Cite", "Math", "RawInline", "RawBlock", "HorizontalRule", "OrderedList",
  } do filter[kind] = counted end
  for _, kind in ipairs {
    "Span", "Link", "Image", "Code", "Div", "Figure", "Table", "CodeBlock", "Header",
  } do filter[kind] = counted_with_classes end
  blocks:walk(filter)
end

--- How many elements of a kind the manuscript has.
function survey.count(kind)
  return kinds[kind] or 0
end

--- Whether a paragraph may hold blocks, which only a note in it does.
function survey.has_notes()
  return kinds.Note ~= nil
end

--- Whether an element of the manuscript has one of the classes.
function survey.has_class(...)
  for _, class in ipairs { ... } do
    if classes[class] then return true end
  end
  return false
end

--- Blocks walked with those functions of a filter that some element of the manuscript is for.
function survey.walked(blocks, filter)
  local asked = {}
  for kind, visit in pairs(filter) do
    if kinds[kind] then asked[kind] = visit end
  end
  return next(asked) and blocks:walk(asked) or blocks
end

local function passed_by() return nil, false end

--- A filter that goes from the top and, where it can hold no blocks, passes by what stands in a paragraph.
function survey.of_blocks(filter)
  filter.traverse = "topdown"
  if not survey.has_notes() then filter.Para, filter.Plain, filter.Header = passed_by, passed_by, passed_by end
  return filter
end

return survey
