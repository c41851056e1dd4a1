namespace Router.Emulators.Images;

/// <summary>What a prompt asks to be painted: shapes on a background, stripes of two colours, or a gradient between two.</summary>
internal sealed record Scene(PatternKind Pattern, string Background, string Second, IReadOnlyList<SceneShape> Shapes);
