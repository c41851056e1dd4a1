namespace Router.Emulators.Images;

internal enum ShapeKind
{
    Circle,
    Square,
    Triangle,
}
