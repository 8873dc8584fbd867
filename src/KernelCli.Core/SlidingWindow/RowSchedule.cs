using System.Diagnostics;

namespace KernelCli.SlidingWindow;

/// <summary>
/// Determines which source rows a run of outputs needs and when: the rows that must be read before an output can be
/// computed, the rows that can be discarded after it, and so how many rows must be kept at once.
/// </summary>
internal sealed class RowSchedule
{
    private readonly AxisGeometry _axis;
    private readonly int _before;
    private readonly int _below;
    private readonly long _last;

    // The border maps positions above the picture to rows up to _headHigh, and positions below it to rows from _tailLow on.
    private readonly int _headHigh = -1;
    private readonly int _tailLow;

    /// <param name="axis">The vertical axis.</param>
    /// <param name="border">How positions outside are mapped to rows.</param>
    /// <param name="firstOutput">First output of the run.</param>
    /// <param name="outputs">Number of outputs in the run.</param>
    /// <param name="kept">Positions above the first tap that are kept from earlier outputs.</param>
    /// <param name="above">Positions above the first tap that are also read.</param>
    /// <param name="below">Positions below the last tap that are also read.</param>
    /// <param name="block">Outputs computed at a time. A block may extend past the last output. The rows under those
    /// extra outputs are not needed and may hold anything.</param>
    public RowSchedule(AxisGeometry axis, BorderMode border, int firstOutput, int outputs, int kept, int above, int below, int block)
    {
        (_axis, _before, _below, _tailLow) = (axis, Math.Max(kept, above), below + block - 1, axis.SourceLength);
        int length = axis.SourceLength;
        long first = axis.Start(firstOutput) - above;
        long last = _last = axis.Start(firstOutput + outputs - 1) + axis.Span - 1 + below;

        // The pattern of every border repeats after at most 2n positions, so that many positions cover every row it maps to.
        long period = 2L * length;
        long headLast = Math.Min(last, -1), tailFirst = Math.Max(first, length);
        for (long p = Math.Max(first, headLast - period); p <= headLast; p++)
            _headHigh = Math.Max(_headHigh, Border.Map(border, p, length));
        for (long p = tailFirst; p <= Math.Min(last, tailFirst + period); p++)
            if (Border.Map(border, p, length) is >= 0 and var row)
                _tailLow = Math.Min(_tailLow, row);

        FirstSource = FirstNeeded(firstOutput);
        LastSource = LastNeeded(firstOutput + outputs - 1);
        int window = (int)Math.Min((long)axis.Span + _before + _below, length);
        int most = Math.Max(window, Math.Max(_headHigh - FirstSource + 1, LastSource - _tailLow + 1));
        Capacity = Math.Min(LastSource - FirstSource + 1, most);
        Debug.Assert(FirstSource <= LastSource && Capacity > 0);
    }

    /// <summary>The first source row that any output of the run needs.</summary>
    public int FirstSource { get; }

    /// <summary>The last source row that any output of the run needs.</summary>
    public int LastSource { get; }

    /// <summary>The number of source rows that must be kept at once.</summary>
    public int Capacity { get; }

    /// <summary>The lowest source row that this output or a later one needs.</summary>
    public int FirstNeeded(int output) =>
        (int)Math.Min(Math.Clamp(_axis.Start(output) - _before, 0, _axis.SourceLength - 1), Math.Min(_tailLow, _axis.SourceLength - 1));

    /// <summary>The highest source row that this output or an earlier one needs.</summary>
    public int LastNeeded(int output) =>
        Math.Max((int)Math.Clamp(Math.Min(_axis.Start(output) + _axis.Span - 1 + _below, _last), 0, _axis.SourceLength - 1), _headHigh);

    /// <summary>Whether any tap reads a source row; a stride may skip rows.</summary>
    public bool IsUsed(int source)
    {
        if (_axis.Stride == 1 || source <= _headHigh || source >= _tailLow)
            return true;
        long position = (long)source + _axis.Before;
        for (int tap = 0; tap < _axis.Taps; tap++)
            if ((position - ((long)tap * _axis.Dilation)) % _axis.Stride == 0)
                return true;
        return false;
    }
}
