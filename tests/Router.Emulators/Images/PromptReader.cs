using Router.Emulators.Text;

namespace Router.Emulators.Images;

/// <summary>
/// Finds colours and shapes among a prompt's words. A colour belongs to the shape it stands before; one that stands before
/// "background" or after "on" is the background. What the prompt leaves open is chosen by a hash of its text.
/// </summary>
internal static class PromptReader
{
    private static readonly char[] Separators = [' ', ',', '.', ';', ':', '-', '!', '?', '"', '\'', '\n', '\t', '(', ')'];

    public static Scene Read(string prompt, string? background = null)
    {
        string[] words = prompt.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        uint hash = StableHash.Of(prompt);
        List<string> colours = [.. words.Select(Palette.Named).OfType<string>()];

        if (words.Contains("sunset"))
        {
            return new Scene(PatternKind.Gradient, At(colours, 0) ?? "purple", At(colours, 1) ?? "orange", []);
        }

        if (words.Contains("gradient"))
        {
            string from = At(colours, 0) ?? Chosen(hash);
            return new Scene(PatternKind.Gradient, from, At(colours, 1) ?? Other(from, hash), []);
        }

        if (words.Any(word => word is "stripes" or "striped" or "stripe"))
        {
            string first = At(colours, 0) ?? Chosen(hash);
            bool vertical = words.Contains("vertical");
            return new Scene(
                vertical ? PatternKind.VerticalStripes : PatternKind.HorizontalStripes,
                first,
                colours.FirstOrDefault(colour => colour != first) ?? (first == "white" ? "black" : "white"),
                []);
        }

        return ReadShapes(words, hash, background);
    }

    private static Scene ReadShapes(string[] words, uint hash, string? background)
    {
        List<SceneShape> shapes = [];
        string? ground = null;
        string? pending = null;
        bool afterOn = false;
        foreach (string word in words)
        {
            if (word is "on" or "against" or "over")
            {
                afterOn = true;
            }
            else if (Palette.Named(word) is { } colour)
            {
                pending = colour;
                if (afterOn)
                {
                    ground ??= colour;
                    (pending, afterOn) = (null, false);
                }
            }
            else if (word == "background" && pending is not null)
            {
                (ground, pending) = (pending, null);
            }
            else if (Shape(word) is { } kind)
            {
                shapes.Add(new SceneShape(kind, pending ?? ""));
                pending = null;
            }
        }

        if (shapes.Count == 0)
        {
            shapes.Add(new SceneShape((ShapeKind)(hash % 3), pending ?? ""));
        }

        ground ??= background ?? (shapes.Any(shape => shape.Colour == "white") ? "black" : "white");
        return new Scene(PatternKind.Shapes, ground, ground, [.. shapes.Take(4).Select(shape => Distinct(shape, ground, hash))]);
    }

    // A shape in its background's colour would not be in the picture at all.
    private static SceneShape Distinct(SceneShape shape, string ground, uint hash) =>
        shape.Colour.Length == 0 || shape.Colour == ground ? shape with { Colour = Other(ground, hash) } : shape;

    private static ShapeKind? Shape(string word) => word switch
    {
        "circle" or "circles" or "ball" or "disc" or "sun" or "moon" => ShapeKind.Circle,
        "square" or "squares" or "box" or "cube" => ShapeKind.Square,
        "triangle" or "triangles" or "pyramid" or "mountain" => ShapeKind.Triangle,
        _ => null,
    };

    private static string? At(List<string> colours, int index) => index < colours.Count ? colours[index] : null;

    private static string Chosen(uint hash) => Palette.Name((int)(hash % 9));

    private static string Other(string colour, uint hash)
    {
        string chosen = Chosen(hash / 3);
        return chosen == colour ? Palette.Name((int)(((hash / 3) + 1) % 9)) : chosen;
    }
}
