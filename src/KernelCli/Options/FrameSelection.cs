using System.Globalization;
using KernelCli.Cli.Errors;
using KernelCli.Text;

namespace KernelCli.Cli.Options;

/// <summary>Which pictures of a file with several are filtered: <c>all|first|last|N|A..B|A..|..B[,...]</c>, counted from 1.</summary>
internal sealed class FrameSelection
{
    private readonly (int From, int To)[] _ranges;

    private FrameSelection((int From, int To)[] ranges) => _ranges = ranges;

    // The end of a range that goes on to the last frame.
    private const int Last = int.MaxValue;

    /// <summary>Every frame.</summary>
    public static FrameSelection All { get; } = new([(1, Last)]);

    /// <summary>Reads the parts of a selection.</summary>
    public static FrameSelection Parse(SpecToken token) => new(Array.ConvertAll(token.Split(','), ParseRange));

    /// <summary>The selected frames of a file, each once, in the order of the file, counted from 0.</summary>
    /// <param name="count">How many frames the file has.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="UsageException">A frame is named that the file does not have.</exception>
    public int[] Select(int count, string path)
    {
        bool[] isSelected = new bool[count];
        foreach ((int from, int to) in _ranges)
        {
            (int first, int last) = (from == Last ? count : from, to == Last ? count : to);
            int missing = first > count ? first : last > count ? last : 0;
            if (missing > 0)
                throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                    $"{path}: there is no frame {missing}; the file has {count}"));
            isSelected.AsSpan((first - 1)..last).Fill(true);
        }
        int[] selected = new int[isSelected.AsSpan().Count(true)];
        for (int frame = 0, i = 0; frame < count; frame++)
            if (isSelected[frame])
                selected[i++] = frame;
        return selected;
    }

    private static (int From, int To) ParseRange(SpecToken token)
    {
        switch (token.Text)
        {
            case "all":
                return (1, Last);
            case "first":
                return (1, 1);
            case "last":
                return (Last, Last);
        }
        int dots = token.Text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
            return Number(token) is var one ? (one, one) : default;
        int from = dots == 0 ? 1 : Number(token.Part(0, dots)), to = dots + 2 == token.Text.Length ? Last : Number(token.Part(dots + 2));
        return token.Text.Length > 2 && from <= to
            ? (from, to)
            : throw token.Error($"'{token.Text}' is no range: write the smaller number first, as in 2..3, or leave one out, as in 2..");
    }

    private static int Number(SpecToken token) =>
        int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and < Last
            ? value
            : throw token.Error($"a frame is all, first, last, a number from 1, or a range such as 2..5, not '{token.Text}'");
}
