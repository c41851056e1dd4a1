namespace Router.Emulators.Images;

internal static class Regions
{
    public static List<Region> Find(ColourGrid grid, int ground)
    {
        bool[] seen = new bool[grid.Width * grid.Height];
        List<Region> regions = [];
        int smallest = Math.Max(4, seen.Length / 200);
        for (int y = 0; y < grid.Height; y++)
        {
            for (int x = 0; x < grid.Width; x++)
            {
                if (!seen[(y * grid.Width) + x] && grid[x, y] != ground)
                {
                    (Region region, int area) = Flood(grid, x, y, seen);
                    if (area >= smallest)
                    {
                        regions.Add(region);
                    }
                }
            }
        }

        return regions;
    }

    private static (Region Region, int Area) Flood(ColourGrid grid, int startX, int startY, bool[] seen)
    {
        int colour = grid[startX, startY];
        (int left, int right, int top, int bottom, int area) = (startX, startX, startY, startY, 0);
        Stack<(int X, int Y)> open = new([(startX, startY)]);
        seen[(startY * grid.Width) + startX] = true;
        while (open.TryPop(out (int X, int Y) cell))
        {
            area++;
            (left, right) = (Math.Min(left, cell.X), Math.Max(right, cell.X));
            (top, bottom) = (Math.Min(top, cell.Y), Math.Max(bottom, cell.Y));
            foreach ((int x, int y) in new[] { (cell.X + 1, cell.Y), (cell.X - 1, cell.Y), (cell.X, cell.Y + 1), (cell.X, cell.Y - 1) })
            {
                if (x >= 0 && y >= 0 && x < grid.Width && y < grid.Height
                    && !seen[(y * grid.Width) + x] && grid[x, y] == colour)
                {
                    seen[(y * grid.Width) + x] = true;
                    open.Push((x, y));
                }
            }
        }

        double box = (right - left + 1) * (bottom - top + 1);
        return (new Region(colour, left, area / box), area);
    }
}
