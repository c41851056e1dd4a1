namespace Router.Emulators.Images;

internal sealed record SceneShape(ShapeKind Kind, string Colour);
