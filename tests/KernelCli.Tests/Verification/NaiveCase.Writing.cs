using KernelCli.Chains;
using KernelCli.Cli.Verification;
using KernelCli.Core.Tests.Neighbourhood;
using KernelCli.Primitives;

namespace KernelCli.Tests.Verification;

/// <content>From real numbers to samples: range, places, curve, nodata, rounding.</content>
internal sealed partial class NaiveCase
{
    private void BringIntoRange()
    {
        switch (_options.Range)
        {
            case RangeMode.Abs:
                _colours = Map(plane => Each(plane, Math.Abs));
                break;
            case RangeMode.Mid:
                double full = _result.FullRange(), half = _result is SampleType.Float32 ? _white / 2 : _white * (full + 1) / (2 * full);
                _colours = Map(plane => Each(plane, value => value + half));
                break;
            case RangeMode.Stretch:
                double least = _colours.Min(plane => plane.Values.Min()), most = _colours.Max(plane => plane.Values.Max());
                _colours = Map(plane => Each(plane, value => (value - least) * _white / (most - least)));
                break;
        }
        if (_options.Where is not { } places)
            return;
        NaivePlane[] filtered = _colours;
        _colours = [.. filtered.Select((plane, channel) => plane with
        {
            Values = [.. plane.Values.Select((value, i) => Weight(places, i % plane.Width, i / plane.Width) is var weight
                ? (weight * value) + ((1 - weight) * _kept[channel].Values[i]) : value)],
        })];
    }

    private static double Weight(IEnumerable<Place> places, int x, int y) => places.Max(place => place switch
    {
        RectanglePlace box => x >= box.X && y >= box.Y && x < box.X + box.Width && y < box.Y + box.Height ? 1 : 0,
        MaskPlace mask when new TestPicture(mask.Path) is var picture => picture.Samples()[(y * picture.Info.Width) + x] / 255,
        _ => throw new NotSupportedException(),
    });

    private NaiveResult Write()
    {
        double full = _result.FullRange();
        NaivePlane[] planes = _alpha is null ? _colours : [.. _colours, _alpha];
        int channels = planes.Length, pixels = planes[0].Values.Length;
        double[] values = [.. Enumerable.Range(0, pixels * channels).Select(i => Written(planes[i % channels].Values[i / channels], _alpha is not null && i % channels == channels - 1))];
        var result = new NaiveResult(planes[0].Width, planes[0].Height, channels, _result, values);
        if (_noData is not { } missing || double.IsNaN(missing))
            return result;

        // A result that reads as nodata is one step beside it.
        for (int p = 0; p < pixels * channels; p += channels)
        {
            bool isMissing = Enumerable.Range(p, channels).All(i => double.IsNaN(values[i])),
                readsAsMissing = Enumerable.Range(p, channels).All(i => double.IsNaN(values[i]) || result.Sample(i) == missing);
            for (int i = p; i < p + channels; i++)
                if (double.IsNaN(values[i]))
                    result.Fix(i, missing);
                else if (readsAsMissing && !isMissing)
                    result.Fix(i, missing == 0 || (values[i] >= missing && missing < full) ? missing + 1 : missing - 1);
        }
        return result;

        double Written(double value, bool isAlpha) => _isLinear && !isAlpha && _result is not SampleType.Float32 ? Encode(value / _white) * full : value * full / _white;
    }

    // The curve of sRGB.
    private static double Decode(double value) => value < 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static double Encode(double light) => light <= 0 ? 0 : light < 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;
}
