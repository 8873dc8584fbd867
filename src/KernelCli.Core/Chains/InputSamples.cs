using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Chains;

/// <summary>The input of a chain in the type of its results, where it is not filtered.</summary>
/// <param name="input">The rows: stored values, or linear light where they are float32.</param>
/// <param name="result">The type of the results.</param>
/// <param name="curve">The curve between them, where linear light is filtered; else null.</param>
internal sealed class InputSamples(ImageInfo input, SampleType result, LightCurve? curve)
{
    private readonly SampleType _type = input.Format.Sample;
    private readonly float[] _values = new float[result == input.Format.Sample ? 0 : input.RowSamples];

    // Samples of 8 and of 16 bit have the same curve, and so have floats that are written.
    private readonly bool _decodes = curve is not null && input.Format.Sample is not SampleType.Float32;
    private readonly bool _encodes = curve is not null && result is not SampleType.Float32;

    /// <summary>Whether rows are results as they are.</summary>
    public bool IsSame => _type == result;

    /// <summary>Makes a row of results.</summary>
    public void Convert(ReadOnlySpan<byte> line, Span<byte> row)
    {
        if (IsSame)
            line.CopyTo(row);
        else if (_decodes && !_encodes)
            curve!.Table.Decode(input.Format, line, MemoryMarshal.Cast<byte, float>(row));
        else if (_encodes && !_decodes)
            curve!.Table.Encode(input.Format.With(result), MemoryMarshal.Cast<byte, float>(line), row);
        else
        {
            SampleRow.ToSingle(_type, line, _values);
            SampleRow.FromSingle(result, _values, result.FullRange() / _type.FullRange(), row);
        }
    }

    /// <summary>
    /// A sample before it is rounded: linear light, full range 1, where that is filtered, else in the unit of the results. In the range
    /// of the results unless they are float32.
    /// </summary>
    public double Value(ReadOnlySpan<byte> line, int index, bool isAlpha)
    {
        double value = _type switch
        {
            SampleType.UInt8 => line[index],
            SampleType.UInt16 => MemoryMarshal.Cast<byte, ushort>(line)[index],
            _ => MemoryMarshal.Cast<byte, float>(line)[index],
        };
        double full = curve is null ? result.FullRange() : 1;
        value = _decodes && !isAlpha ? curve!.Table.Light(_type, (int)value) : value * (full / _type.FullRange());
        return result is SampleType.Float32 ? value : value > 0 ? Math.Min(value, full) : 0;
    }
}
