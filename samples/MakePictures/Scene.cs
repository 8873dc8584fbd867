namespace KernelCli.Samples;

/// <summary>Pictures by formula: smooth shading, fine texture, straight and curved edges, transparency, more than 8 bits.</summary>
internal static class Scene
{
    /// <summary>A house by a lake at dusk; channels from 0 to 1.</summary>
    public static (double R, double G, double B) ColourAt(int px, int py, int width, int height)
    {
        // Four samples a pixel smooth the edges as a lens would.
        double r = 0, g = 0, b = 0;
        for (int s = 0; s < 4; s++)
        {
            (double sr, double sg, double sb) = Sample((px + 0.25 + (0.5 * (s & 1))) / width, (py + 0.25 + (0.5 * (s >> 1))) / height);
            (r, g, b) = (r + (sr / 4), g + (sg / 4), b + (sb / 4));
        }
        double grain = (Noise(px, py) - 0.5) * 0.02;
        return (r + grain, g + grain, b + grain);
    }

    /// <summary>A ring and a soft shadow on nothing; straight alpha.</summary>
    public static (double R, double G, double B, double A) BadgeAt(int px, int py, int size)
    {
        double x = ((px + 0.5) / size * 2) - 1, y = ((py + 0.5) / size * 2) - 1, r = Math.Sqrt((x * x) + (y * y));
        double ring = Smooth(0.62, 0.60, Math.Abs(r - 0.55) + 0.45), star = Smooth(0.02, 0, r - 0.28 - (0.12 * Math.Cos(5 * Math.Atan2(y, x))));
        double shadow = 0.5 * Smooth(0.45, 0, Math.Sqrt(((x - 0.08) * (x - 0.08)) + ((y - 0.1) * (y - 0.1))) - 0.6);
        double solid = Math.Max(ring, star), alpha = solid + (shadow * (1 - solid));
        (double cr, double cg, double cb) = star > ring ? (0.98, 0.83, 0.25) : (0.80, 0.16, 0.22);
        return (cr * solid / Math.Max(alpha, 1e-6), cg * solid / Math.Max(alpha, 1e-6), cb * solid / Math.Max(alpha, 1e-6), alpha);
    }

    /// <summary>Slopes too gentle for 8 bits, with rings on them.</summary>
    public static double DeepAt(int px, int py, int width, int height)
    {
        double x = (px + 0.5) / width, y = (py + 0.5) / height, r = Math.Sqrt(((x - 0.5) * (x - 0.5)) + ((y - 0.5) * (y - 0.5)));
        return 0.45 + (0.04 * x) + (0.03 * y) + (0.01 * Math.Cos(60 * r)) + (r < 0.12 ? 0.3 : 0);
    }

    /// <summary>A harbour by night: single bright pixels and thin bright lines on a dark ground.</summary>
    public static (double R, double G, double B) LightsAt(int px, int py, int width, int height)
    {
        bool isLamp = py % 24 == 12 && (px + (py * 7)) % 20 == 9 && py < height * 2 / 3;
        double cable = (height * 0.2) + (Math.Pow(px - (width / 2), 2) / width);
        if (isLamp || Math.Abs(py - cable) < 0.5)
            return (1, 0.95, 0.8);
        if (py == height * 3 / 4)
            return px / 8 % 4 == 3 ? (1, 0.35, 0.25) : (0.35, 0.9, 1);
        double dusk = 0.10 + (0.12 * py / height) + (0.01 * Noise(px, py));
        return (dusk * 0.7, dusk * 0.8, dusk);
    }

    private static (double R, double G, double B) Sample(double x, double y)
    {
        double horizon = 0.62 + (0.012 * Math.Sin(x * 9)), hills = 0.52 + (0.06 * Math.Sin((x * 7) + 1)) + (0.03 * Math.Sin(x * 17));
        if (House(x, y) is { } house)
            return house;
        if (y < hills)
            return Sky(x, y);
        if (y < horizon)
            return Shade((0.16, 0.24, 0.20), 0.7 + (0.5 * Noise((int)(x * 700), (int)(y * 700))));
        return Water(x, y, horizon);
    }

    private static (double, double, double) Sky(double x, double y)
    {
        double sun = Math.Sqrt(((x - 0.74) * (x - 0.74)) + ((y - 0.25) * (y - 0.25) * 0.56));
        if (sun < 0.07)
            return (1, 0.93, 0.72);
        double glow = Math.Exp(-6 * sun);
        return (0.30 + (0.55 * y) + (0.4 * glow), 0.38 + (0.25 * y) + (0.25 * glow), 0.62 - (0.1 * y) + (0.05 * glow));
    }

    private static (double, double, double) Water(double x, double y, double horizon)
    {
        double depth = (y - horizon) / (1 - horizon), waves = Math.Sin((140 / (0.08 + depth)) + (12 * Math.Sin(x * 23)) + (x * 60));
        (double r, double g, double b) = Sky(x + (0.01 * waves), Math.Max(0, 0.6 - (0.55 * depth)));
        return Shade((r * 0.75, g * 0.8, b * 0.9), 0.85 + (0.12 * waves));
    }

    // Walls, a roof, windows with crosses, bricks.
    private static (double, double, double)? House(double x, double y)
    {
        if (y is > 0.42 and < 0.68 && x is > 0.12 and < 0.38)
        {
            double u = (x - 0.12) / 0.26 * 4 % 1, v = (y - 0.42) / 0.26 * 2 % 1;
            if (u is > 0.25 and < 0.75 && v is > 0.25 and < 0.8)
                return Math.Abs(u - 0.5) < 0.02 || Math.Abs(v - 0.52) < 0.02 ? (0.2, 0.15, 0.12) : (0.98, 0.85, 0.45);
            double brickY = y * 90, brickX = (x * 60) + ((int)brickY % 2 * 0.5);
            bool mortar = brickY % 1 < 0.16 || brickX % 1 < 0.1;
            return mortar ? (0.62, 0.58, 0.54) : Shade((0.58, 0.27, 0.20), 0.8 + (0.4 * Noise((int)brickX, (int)brickY)));
        }
        return y is > 0.27 and <= 0.42 && Math.Abs(x - 0.25) < (y - 0.27) * 1.1 ? Shade((0.30, 0.18, 0.20), (y * 70 % 1 < 0.2 ? 0.7 : 1)) : null;
    }

    private static (double, double, double) Shade((double R, double G, double B) colour, double light) => (colour.R * light, colour.G * light, colour.B * light);

    private static double Smooth(double from, double to, double value)
    {
        double t = Math.Clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - (2 * t));
    }

    // A hash of two whole numbers as a number from 0 to 1.
    private static double Noise(int x, int y)
    {
        uint h = (uint)((x * 374761393) + (y * 668265263));
        h = (h ^ (h >> 13)) * 1274126177;
        return (h ^ (h >> 16)) / (double)uint.MaxValue;
    }
}
