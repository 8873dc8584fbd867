using KernelCli.Numerics;

namespace KernelCli.Pointwise;

/// <summary>
/// The curve that turns stored values into linear light, both as fractions of full range: <c>(A v + B)^G + E</c> from D on, below
/// <c>C v + F</c>; or a line through samples. Values below 0 mirror those above.
/// </summary>
internal sealed class LightCurve
{
    private readonly double[] _parameters;
    private readonly double[]? _samples;
    private LightTable? _table;

    private LightCurve(string name, double[] parameters, double[]? samples) => (Name, _parameters, _samples) = (name, parameters, samples);

    /// <summary>The curve of sRGB and of Display P3.</summary>
    public static LightCurve StandardRgb { get; } =
        new("the sRGB curve", [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0, 0], null);

    /// <summary>The curve of BT.709 and BT.2020, whose two parts meet.</summary>
    public static LightCurve Bt709 { get; } = new("the BT.709 curve",
        [1 / 0.45, 1 / 1.09929682680944, 0.09929682680944 / 1.09929682680944, 1 / 4.5, 4.5 * 0.018053968510807, 0, 0], null);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The tables of the curve, made when they are first needed.</summary>
    public LightTable Table => _table ??= new LightTable(this);

    /// <summary><c>v^gamma</c>; 1 is linear light.</summary>
    public static LightCurve Power(double gamma) => new(
        gamma == 1 ? "linear light" : FormattableString.Invariant($"gamma {gamma:0.###}"), [gamma, 1, 0, 0, 0, 0, 0], null);

    /// <summary>A curve of seven parameters, G, A, B, C, D, E, F; sRGB's own where it hardly differs.</summary>
    /// <returns>The curve, or null if it does not rise from 0 to 1.</returns>
    public static LightCurve? OfParameters(double[] parameters) => Plain(new LightCurve("the profile's curve", parameters, null));

    /// <summary>A line through samples at equal distances; sRGB's own curve where it hardly differs.</summary>
    /// <inheritdoc cref="OfParameters"/>
    public static LightCurve? OfSamples(double[] samples) => Plain(new LightCurve("the profile's curve", [], samples));

    /// <summary>The light of a stored value.</summary>
    public double Decode(double value)
    {
        if (value < 0)
            return -Decode(-value);
        if (_samples is null)
            return value < _parameters[4] ? (_parameters[3] * value) + _parameters[6]
                : PortableMath.Pow(Math.Max(0, (_parameters[1] * value) + _parameters[2]), _parameters[0]) + _parameters[5];
        double position = value * (_samples.Length - 1);
        int below = (int)Math.Min(position, _samples.Length - 2);
        return _samples[below] + ((position - below) * (_samples[below + 1] - _samples[below]));
    }

    /// <summary>The stored value of a light, found by halving.</summary>
    public double Encode(double light)
    {
        if (light < 0)
            return -Encode(-light);
        if (!double.IsFinite(light))
            return light;
        (double low, double high) = (0, 1);
        while (Decode(high) < light && high < 1e6)
            high *= 2;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Decode(middle) < light ? (middle, high) : (low, middle);
        }
        return high;
    }

    private static LightCurve? Plain(LightCurve curve)
    {
        const int Steps = 256;
        double last = curve.Decode(0), furthest = 0;
        bool rises = Math.Abs(last) < 0.01 && Math.Abs(curve.Decode(1) - 1) < 0.01;
        for (int i = 0; i <= Steps; i++)
        {
            double value = (double)i / Steps, light = curve.Decode(value);
            rises &= light >= last && double.IsFinite(light);
            furthest = Math.Max(furthest, Math.Abs(light - StandardRgb.Decode(value)));
            last = light;
        }
        return !rises ? null : furthest < 5e-4 ? StandardRgb : curve;
    }
}
