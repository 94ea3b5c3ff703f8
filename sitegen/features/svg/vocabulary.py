"""Elements and attributes of SVG that a drawing may have (SVG 1.1 and 2, Filter Effects, Masking)."""

from __future__ import annotations

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

ELEMENTS = frozenset({
    "circle", "clipPath", "defs", "desc", "ellipse", "feBlend", "feColorMatrix", "feComponentTransfer",
    "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight",
    "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge",
    "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight",
    "feTile", "feTurbulence", "filter", "g", "image", "line", "linearGradient", "marker", "mask", "path",
    "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "style", "svg", "switch",
    "symbol", "text", "textPath", "title", "tspan", "use",
})  # fmt: skip
UNWRAPPED = frozenset({"a"})
"""Elements that are left out without what they contain."""
OF_PROGRAMS = frozenset({"metadata", "namedview"})
"""Notes of drawing programs, which nobody sees and which are left out without a word."""
WITH_TEXT = frozenset({"desc", "style", "text", "textPath", "title", "tspan"})

ATTRIBUTES = frozenset({
    "alignment-baseline", "amplitude", "azimuth", "baseFrequency", "baseline-shift", "bias", "class",
    "clip-path", "clip-rule", "clipPathUnits", "color", "color-interpolation",
    "color-interpolation-filters", "color-rendering", "cx", "cy", "d", "diffuseConstant", "direction",
    "display", "divisor", "dominant-baseline", "dx", "dy", "edgeMode", "elevation", "exponent", "fill",
    "fill-opacity", "fill-rule", "filter", "filterUnits", "flood-color", "flood-opacity", "font",
    "font-family", "font-size", "font-size-adjust", "font-stretch", "font-style", "font-variant",
    "font-weight", "fr", "fx", "fy", "gradientTransform", "gradientUnits", "height", "id",
    "image-rendering", "in", "in2", "intercept", "isolation", "k1", "k2", "k3", "k4", "kernelMatrix",
    "lang", "lengthAdjust", "letter-spacing", "lighting-color", "limitingConeAngle", "marker-end",
    "marker-mid", "marker-start", "markerHeight", "markerUnits", "markerWidth", "mask", "mask-type",
    "maskContentUnits", "maskUnits", "method", "mix-blend-mode", "mode", "numOctaves", "offset",
    "opacity", "operator", "order", "orient", "overflow", "paint-order", "pathLength",
    "patternContentUnits", "patternTransform", "patternUnits", "points", "pointsAtX", "pointsAtY",
    "pointsAtZ", "preserveAlpha", "preserveAspectRatio", "primitiveUnits", "r", "radius", "refX", "refY",
    "result", "role", "rotate", "rx", "ry", "scale", "seed", "shape-rendering", "side", "slope",
    "spacing", "specularConstant", "specularExponent", "spreadMethod", "startOffset", "stdDeviation",
    "stitchTiles", "stop-color", "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "style",
    "surfaceScale", "systemLanguage", "tableValues", "targetX", "targetY", "text-anchor",
    "text-decoration", "text-rendering", "textLength", "transform", "transform-origin", "type",
    "unicode-bidi", "values", "vector-effect", "version", "viewBox", "visibility", "width",
    "word-spacing", "writing-mode", "x", "x1", "x2", "xChannelSelector", "y", "y1", "y2",
    "yChannelSelector", "z",
})  # fmt: skip
IGNORED = frozenset(
    {"enable-background", "baseProfile", "contentStyleType", "requiredFeatures", "zoomAndPan"}
)
"""Attributes without an effect in browsers."""
