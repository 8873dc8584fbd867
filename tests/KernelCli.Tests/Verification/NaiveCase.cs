using KernelCli.Chains;
using KernelCli.Cli.Verification;
using KernelCli.Core.Tests.Correlation;
using KernelCli.Core.Tests.Neighbourhood;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Tests.Verification;

/// <summary>
/// A case of verify by the definitions alone, in doubles, one output at a time: neither the engine nor its loops take part. Of the
/// program it uses what reads the words of a case, the weights of kernels and the pictures.
/// </summary>
internal sealed partial class NaiveCase
{
    private const int ManyTaps = 1000;

    private readonly ChainOptions _options;
    private readonly SampleType _source;
    private readonly SampleType _result;
    private readonly bool _isLinear;
    private readonly double? _noData;
    private NaivePlane[] _colours;
    private NaivePlane? _alpha;

    // The value of white in the planes.
    private double _white;

    // What the rectangles and masks keep.
    private NaivePlane[] _kept = [];

    private NaiveCase(VerifyCase verifyCase)
    {
        _options = verifyCase.Chain;
        ImageInfo info = verifyCase.Picture.Info;
        (_source, _result, _isLinear) = (info.Format.Sample, _options.Depth ?? info.Format.Sample, _options.Light is LightMode.Linear);
        (_white, _noData) = (_source.FullRange(), _options.NoData?.Value);
        double[] samples = verifyCase.Picture.Samples();
        int channels = info.Format.Channels;
        NaivePlane[] planes = [.. Enumerable.Range(0, channels).Select(channel =>
            new NaivePlane([.. Enumerable.Range(0, info.Width * info.Height).Select(i => samples[(i * channels) + channel])], info.Width, info.Height))];
        _colours = info.Format.HasAlpha ? planes[..^1] : planes;
        _alpha = info.Format.HasAlpha && _options.Alpha is not AlphaMode.Drop ? planes[^1] : null;
    }

    /// <summary>The samples that a case must give.</summary>
    public static NaiveResult Run(VerifyCase verifyCase)
    {
        var naive = new NaiveCase(verifyCase);
        naive.SelectChannels();
        naive._kept = naive._colours;
        foreach (FilterStep step in verifyCase.Steps)
            naive.Apply(step);
        naive.BringIntoRange();
        return naive.Write();
    }

    private void SelectChannels()
    {
        if (_noData is { } missing)
        {
            bool[] isMissing = [.. Enumerable.Range(0, _colours[0].Values.Length).Select(i =>
                _colours.All(plane => plane.Values[i] == missing || double.IsNaN(plane.Values[i])))];
            _colours = Map(plane => plane with { Values = [.. plane.Values.Select((value, i) => isMissing[i] ? double.NaN : value)] });
        }
        if (_isLinear)
        {
            double white = _white;
            _colours = Map(plane => Each(plane, value => Decode(value / white)));
            _alpha = _alpha is null ? null : Each(_alpha, value => value / white);
            _white = 1;
        }
        if (_options.Channels is not ChannelMode.Gray || _colours.Length == 1)
            return;
        (double red, double green, double blue) = _options.Luma switch
        {
            Luma.Bt601 => (0.299, 0.587, 0.114),
            Luma.Bt709 => (0.2126, 0.7152, 0.0722),
            Luma.Average => (1 / 3.0, 1 / 3.0, 1 / 3.0),
            Luma.Red => (1, 0, 0),
            Luma.Green => (0, 1, 0),
            _ => (0, 0, 1.0),
        };
        bool isRounded = !_isLinear && _noData is null && _source is not SampleType.Float32;
        double[] luma = [.. Enumerable.Range(0, _colours[0].Values.Length).Select(i =>
        {
            double[] pixel = [.. _colours.Select(plane => plane.Values[i])];
            double value = _options.Luma is Luma.Max ? pixel.Max() : (red * pixel[0]) + (green * pixel[1]) + (blue * pixel[2]);
            return isRounded ? NaiveResult.Round(value) : value;
        })];
        _colours = [_colours[0] with { Values = luma }];
    }

    private void Apply(FilterStep step)
    {
        switch (step)
        {
            case NeighborhoodStep moved when _noData is not null:
                var naive = new Core.Tests.Chains.NaiveNoData(moved.Within(_options.Geometry), _white, _options.NoData!.Fills);
                _colours = Map(plane => naive.Run(step, WithoutGeometry(step.Text), plane));
                break;
            case KernelStep kernel:
                Correlate(kernel.Kernel, Movement(kernel));
                break;
            case GradientStep { Kernels: var pair } gradient:
                CorrelationOptions movement = Movement(gradient);
                _colours = Map(plane => Correlated(plane, pair.X.WithScale(1, 1, 0), movement).With(Correlated(plane, pair.Y.WithScale(1, 1, 0), movement),
                    (x, y) => (Math.Sqrt((x * x) + (y * y)) * pair.X.Multiplier / pair.X.Divisor) + (pair.X.Bias * _white / 255)));
                break;
            case UnsharpStep unsharp:
                Sharpen(unsharp);
                break;
            case WindowStep { Filter.HasMeans: true } window when _alpha is { } alpha && _options.Alpha is AlphaMode.Auto:
                CorrelationOptions moves = Movement(window);
                _colours = Map(plane => NaiveAlphaMeans.Run(WithoutGeometry(window.Text), plane, alpha, moves, moves.Border.Value * _white / 255, _white));
                break;
            case WindowStep window:
                _colours = Map(plane => NaiveFilters.Run(WithoutGeometry(window.Text), plane, Movement(window), _white));
                break;
            case PointStep { Operation: var operation }:
                _colours = Map(plane => Each(plane, value => Point(operation, value)));
                break;
            case MaskStep mask:
                double[] factors = [.. new TestPicture(mask.Path).Samples().Select(value => mask.Gate.IsInverted ? 1 - (value / 255) : value / 255)];
                _colours = Map(plane => plane with { Values = [.. plane.Values.Zip(factors, (value, factor) => value * factor)] });
                break;
            default:
                throw new NotSupportedException(step.Text);
        }
    }

    // Colours count by their alpha where the kernel is a mean with a gain, and has more than one weight.
    private void Correlate(Kernel kernel, CorrelationOptions movement)
    {
        double sum = kernel.ToArray().Sum(), gain = sum * kernel.Multiplier / kernel.Divisor;
        if (_alpha is not { } alpha)
            _colours = Map(plane => Correlated(plane, kernel, movement));
        else if (gain > 0 && _options.Alpha is AlphaMode.Auto && kernel.ToArray().Count(weight => weight != 0) > 1)
        {
            Kernel bare = kernel.WithScale(1, 1, 0);
            CorrelationOptions opaque = movement with { Border = movement.Border with { Value = 255 } };
            NaivePlane weights = Correlated(alpha, bare, opaque);
            CorrelationOptions squared = movement with { Border = movement.Border with { Value = movement.Border.Value * _white } };
            _colours = Map(plane => Correlated(plane.With(alpha, (colour, a) => colour * a), bare, squared)
                .With(weights, (colour, weight) => weight / sum <= 0 ? 0 : (colour / weight * gain) + (kernel.Bias * _white / 255)));
            _alpha = Each(weights, weight => Math.Clamp(weight / sum, 0, _white));
        }
        else
            _colours = Map(plane => Correlated(plane, kernel, movement));
        Assert.True(_alpha is null || _alpha.Values.Length == _colours[0].Values.Length, "alpha that is passed through keeps its size");
    }

    private NaivePlane Correlated(NaivePlane plane, Kernel kernel, CorrelationOptions movement)
    {
        // Of wide kernels the rows are added up first; the definition itself would take minutes.
        if (kernel.Width * kernel.Height > ManyTaps && kernel.Traits.Factors is { } factors && movement is { Border.Mode: not BorderMode.Constant, Convolve: false })
        {
            plane = Sum(plane, Kernel.FromFactors([1], factors.Row), movement with { Stride = new Spacing(movement.Stride.X, 1) });
            return Sum(plane, Kernel.FromFactors(factors.Column, [1]).WithScale(kernel.Multiplier, kernel.Divisor, kernel.Bias), movement with { Stride = new Spacing(1, movement.Stride.Y) });
        }
        return Sum(plane, kernel, movement);
    }

    private NaivePlane Sum(NaivePlane plane, Kernel kernel, CorrelationOptions movement)
    {
        double[] values = NaiveCorrelation.Real(plane.Values, plane.Width, plane.Height, 1, kernel.WithScale(kernel.Multiplier, kernel.Divisor, kernel.Bias * _white / 255),
            movement with { Border = movement.Border with { Value = movement.Border.Value * _white / 255 } }, out int width, out int height);
        return new NaivePlane(values, width, height);
    }

    private void Sharpen(UnsharpStep step)
    {
        CorrelationOptions movement = Movement(step);
        bool isWeighted = _alpha is not null && _options.Alpha is AlphaMode.Auto;
        NaivePlane? weights = isWeighted ? Correlated(_alpha!, step.Blur, movement) : null;
        _colours = Map(plane =>
        {
            NaivePlane blurred = isWeighted
                ? Correlated(plane.With(_alpha!, (colour, a) => colour * a), step.Blur, movement).With(weights!, (colour, weight) => weight <= 0 ? double.NaN : colour / weight)
                : Correlated(plane, step.Blur, movement);
            return plane.With(blurred, (value, smooth) => double.IsNaN(smooth) || Math.Abs(value - smooth) < step.Threshold * _white / 255
                ? value : value + (step.Amount * (value - smooth)));
        });
    }

    private double Point(PointOperation operation, double value) => operation.Kind switch
    {
        PointKind.Abs => Math.Abs(value),
        PointKind.Invert => _white - value,
        PointKind.Multiply => value * operation.A,
        PointKind.Add => value + (operation.A * _white / 255),
        PointKind.Gamma => _white * Math.Pow(Math.Max(value / _white, 0), 1 / operation.A),
        PointKind.Threshold => value >= operation.A * _white / 255 ? _white : 0,
        _ => Math.Clamp(value, operation.A * _white / 255, operation.B * _white / 255),
    };

    private CorrelationOptions Movement(NeighborhoodStep step) => step.Within(_options.Geometry);

    private NaivePlane[] Map(Func<NaivePlane, NaivePlane> change) => Array.ConvertAll(_colours, plane => change(plane));

    private static NaivePlane Each(NaivePlane plane, Func<double, double> change) => plane with { Values = Array.ConvertAll(plane.Values, value => change(value)) };

    // Stride, padding and border are options of the movement to the definitions.
    private static string WithoutGeometry(string spec) =>
        string.Join(':', spec.Split(':').Where(word => !word.StartsWith("stride=", StringComparison.Ordinal) && !word.StartsWith("padding=", StringComparison.Ordinal)));
}
