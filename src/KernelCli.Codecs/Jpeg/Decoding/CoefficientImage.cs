using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// A picture that may be stored in several scans. The coefficients of all scans are collected before the first samples are
/// produced.
/// </summary>
internal sealed class CoefficientImage : ISampleProducer
{
    private readonly JpegReader _reader;
    private readonly CoefficientPlane?[] _planes;
    private readonly SamplePlane[] _samples;
    private readonly int[][] _lowestBits;
    private bool _isRead;

    /// <param name="reader">The file, at its first scan.</param>
    /// <param name="samples">The sample planes of the wanted components.</param>
    /// <param name="limits">The limits that bound the memory for coefficients and samples.</param>
    /// <exception cref="ImageLimitException">They need more memory than the limits allow.</exception>
    public CoefficientImage(JpegReader reader, SamplePlane[] samples, ImageLimits limits)
    {
        (_reader, _samples) = (reader, samples);
        limits.CheckMemory(samples.Sum(plane => CoefficientPlane.Bytes(plane.Component) + SamplePlane.Bytes(plane.Component, mcuRows: 2)));
        _planes = new CoefficientPlane?[reader.Frame.Components.Length];
        _lowestBits = Array.ConvertAll(reader.Frame.Components, _ => Enumerable.Repeat(-1, ZigZag.Count).ToArray());
        foreach (SamplePlane plane in samples)
            _planes[plane.Component.Index] = new CoefficientPlane(plane.Component, plane);
    }

    /// <inheritdoc/>
    public void Produce()
    {
        ReadScans();
        foreach (CoefficientPlane? plane in _planes)
            plane?.TransformNext();
    }

    /// <inheritdoc/>
    public int ReadyRows(JpegComponent component) => 8 * _planes[component.Index]!.RowsTransformed;

    /// <summary>Reads all scans, unless that has been done already.</summary>
    public void ReadScans()
    {
        if (_isRead)
            return;
        _isRead = true;
        for (; _reader.Scan is { } scan; _reader.NextScan())
        {
            try
            {
                Read(scan);
            }
            catch (ImageFormatException exception)
            {
                _reader.Damage.Report(exception);
            }
        }
        foreach (SamplePlane plane in _samples)
            if (_lowestBits[plane.Component.Index][0] < 0)
                _reader.Damage.Report(_reader.Entropy.Offset, $"no scan gives component {plane.Component.Id}");
    }

    private void Read(JpegScanHeader scan)
    {
        Check(scan);
        foreach (var entry in scan.Components)
            if (Array.Find(_samples, plane => plane.Component == entry.Component) is { } samples)
                samples.SetQuantisers(_reader.Tables, _reader.Entropy);
        if (_reader.Frame.IsProgressive)
        {
            new ProgressiveScan(_reader, component => _planes[component.Index]).Run();
            return;
        }
        var sequential = new SequentialScan(_reader, component => _planes[component.Index]);
        while (!sequential.IsComplete)
            sequential.Produce();
    }

    // Each bit of each coefficient must be coded once, from the highest down. This also bounds the number of scans.
    private void Check(JpegScanHeader scan)
    {
        foreach (var entry in scan.Components)
        {
            int[] lowest = _lowestBits[entry.Component.Index];
            for (int k = scan.SpectralStart; k <= scan.SpectralEnd; k++)
            {
                if (lowest[k] != (scan.SuccessiveHigh == 0 ? -1 : scan.SuccessiveHigh))
                    throw new ImageFormatException("JPEG", _reader.Entropy.Offset,
                        $"a scan gives coefficient {k} of component {entry.Component.Id} out of order, or again");
                lowest[k] = scan.SuccessiveLow;
            }
        }
    }
}
