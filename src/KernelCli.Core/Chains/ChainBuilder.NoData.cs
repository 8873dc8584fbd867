using KernelCli.Kernels;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Chains;

/// <content>
/// Chains over pictures in which some pixels have no value: float32 rows in which these are NaN, from the channels to the quantisation.
/// </content>
public sealed partial class ChainBuilder
{
    // The nodata value of the picture; null if every sample counts.
    private double? _noData;

    private bool FillsNoData => _options.NoData!.Fills;

    /// <summary>Marks the pixels without a value and selects the channels; false where the picture has none such.</summary>
    /// <exception cref="ArgumentException">The picture has alpha, or the number is none of its samples or of the result's.</exception>
    private bool MarkNoData()
    {
        if (_options.NoData is not { } asked || (asked.Value ?? NoDataText.Parse(_rows.Info.Metadata.NoData)) is not { } value)
            return false;
        SampleType sample = Format.Sample;
        if (sample is SampleType.Float32)
            value = (float)value;
        else if (value != Math.Floor(value) || value < 0 || value > sample.FullRange())
            return asked.Value is null ? false : throw new ArgumentException($"nodata {NoDataText.Of(value)} is no sample of this "
                + $"picture, whose samples are whole numbers from 0 to {sample.FullRange()}");
        if (_options.Where is not null || _options.Light is LightMode.Linear)
            throw new ArgumentException($"nodata cannot be filtered {(_options.Where is null ? "in linear light" : "in places alone")}");
        if (Format.HasAlpha)
            throw new ArgumentException("nodata is for pictures without alpha, which says itself where there is something: drop it first");
        if (_result != sample && _result is not SampleType.Float32)
            throw new ArgumentException("with nodata the picture's depth is kept, or f32 is written");
        _noData = value;
        Luma? luma = _options.Channels is ChannelMode.Gray && Format.ColorChannels == 3 ? _options.Luma : null;
        Push("nodata", $"{NoDataText.Of(value)} holds no value{(FillsNoData ? ", filled" : "")}"
            + (luma is null ? "" : $"; {luma.ToString()!.ToLowerInvariant()} luma"), new NoDataRowSource(_rows, (float)value, luma), 0);
        _pending = DeferredScale.None;
        return true;
    }

    // Another sample type is float32, in which nodata is NaN.
    private double WrittenNoData => _result == _source ? _noData!.Value : double.NaN;

    private void AddWithoutNoData(NeighborhoodStep step, KernelSet kernels)
    {
        FilterGraph graph = Graph(step);
        IRowSource rows = graph.Correlate(_rows, kernels);
        Push(step.Text, graph.Description, rows, graph.BufferBytes, [.. graph.Plans]);
    }

    private void AddUnsharpWithoutNoData(UnsharpStep step)
    {
        FilterGraph graph = Graph(step);
        var shared = new SharedRows(_rows, 2);
        IRowSource blurred = graph.Correlate(shared[0], step.Blur);
        graph.Note("difference added");
        IRowSource centres = graph.Centres(shared[1], graph.Plans[0]);
        Push(step.Text, graph.Description,
            new CombinedRows(centres, blurred, new Sharpened((float)step.Amount, (float)(step.Threshold * _fullRange / 255))),
            graph.BufferBytes, [.. graph.Plans]);
    }

    private FilterGraph Graph(NeighborhoodStep step, bool isLast = false) => new()
    {
        Movement = MovementOf(step),
        FullRange = _fullRange,
        IsLast = isLast,
        Limits = _options.Limits,
        WeighsAlpha = _options.Alpha is AlphaMode.Auto,
        Width = _options.Width,
        Missing = _noData is null ? MissingPixels.AreValues
            : FillsNoData ? MissingPixels.AreFilled
            : MissingPixels.StayMissing,
    };
}
