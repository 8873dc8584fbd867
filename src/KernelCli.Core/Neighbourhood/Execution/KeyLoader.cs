using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>Pads source rows, as samples that can be compared as whole numbers: float32 becomes keys.</summary>
/// <param name="padder">Pads the rows.</param>
/// <param name="sample">Type of the source samples.</param>
/// <param name="samples">Samples of a padded row.</param>
/// <param name="keyOfNaN">The key of NaN.</param>
/// <param name="isSigned">Whether unsigned samples are made signed, in the same order.</param>
internal sealed unsafe class KeyLoader(RowPadder padder, SampleType sample, int samples, int keyOfNaN, bool isSigned)
{
    /// <summary>Bytes of a loaded row, with slack for whole blocks.</summary>
    public long RowBytes { get; } = AlignedBuffer.RoundUp((long)samples * sample.Bytes());

    /// <summary>Whether samples are float32, so that keys are others than their bytes.</summary>
    public bool AreSingles => sample is SampleType.Float32;

    /// <summary>Writes the padded row of <paramref name="source"/>; returns whether it has a NaN.</summary>
    public bool Load(byte* source, byte* to)
    {
        (int first, int count) = padder.Copied;
        if (!AreSingles || count == 0)
        {
            padder.Pad(source, to);
            return Convert(to);
        }

        // What lies inside becomes keys as it is copied.
        int channels = samples / padder.Pixels, from = first * channels, inside = count * channels, end = from + inside;
        float* row = (float*)to;
        padder.Pad(source, to, new InteriorSpan(0, 0, first, first + count));
        return OrderedKeys.FromSingle(row, (int*)row, from, keyOfNaN)
            | OrderedKeys.FromSingle((float*)padder.VirtualStart(source) + from, (int*)row + from, inside, keyOfNaN)
            | OrderedKeys.FromSingle(row + end, (int*)row + end, samples - end, keyOfNaN);
    }

    /// <summary>Writes a padded row of the border's constant; returns whether that is NaN.</summary>
    public bool Fill(byte* to)
    {
        padder.Fill(to);
        return Convert(to);
    }

    /// <summary>Turns results into samples of the source's type, in place.</summary>
    public void Restore(byte* line, int count)
    {
        if (AreSingles)
            OrderedKeys.ToSingle((int*)line, (int*)line, count, pastCaches: false);
        else if (isSigned)
            OrderedKeys.Bias(line, (long)count * sample.Bytes(), sample.Bytes());
    }

    private bool Convert(byte* row)
    {
        if (AreSingles)
            return OrderedKeys.FromSingle((float*)row, (int*)row, samples, keyOfNaN);
        if (isSigned)
            OrderedKeys.Bias(row, (long)samples * sample.Bytes(), sample.Bytes());
        return false;
    }
}
