namespace Router.Emulators.Images;

/// <summary>One connected area of a colour; fill is its share of the box around it.</summary>
internal sealed record Region(int Colour, int Left, double Fill);
