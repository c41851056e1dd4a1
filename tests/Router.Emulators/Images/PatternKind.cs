namespace Router.Emulators.Images;

internal enum PatternKind
{
    Shapes,
    HorizontalStripes,
    VerticalStripes,
    Gradient,
}
