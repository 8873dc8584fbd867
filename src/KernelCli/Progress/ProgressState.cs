using static System.FormattableString;

namespace KernelCli.Cli.Progress;

/// <summary>How far a run is at one moment, in words. All of it is ASCII.</summary>
/// <param name="Total">The number of pictures.</param>
/// <param name="Unit">What they are called where there are several.</param>
/// <param name="Done">Pictures that are finished.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Fraction">The part of the work that is done, from 0 to 1.</param>
/// <param name="Megapixels">Millions of input pixels that were read.</param>
/// <param name="Elapsed">Time since the beginning.</param>
internal readonly record struct ProgressState(int Total, string Unit, int Done, int Failed, double Fraction, double Megapixels,
    TimeSpan Elapsed)
{
    private const int BarCells = 20;
    private const string Green = "\e[32m";
    private const string Usual = "\e[0m";

    /// <summary>The line without a bar, whatever its length.</summary>
    public string Line => Join(Count, Speed, Left, Failures);

    /// <summary>The line for the end, with the time taken; less of it where the terminal is too narrow.</summary>
    public string End(int columns)
    {
        string end = $"{(Total == 1 ? "done" : Count)} in {Duration(Elapsed)}";
        return FirstThatFits(columns, Join(end, Speed, Failures), Join(end, Failures), end);
    }

    /// <summary>How far a run was that was interrupted.</summary>
    public string Interrupted => Total == 1 ? $"interrupted at {Count}"
        : Join(Invariant($"interrupted: {Done - Failed} of {Total} done"), Failures);

    // Rounded down, so that 100 % is the end.
    private string Count => Total == 1 ? Invariant($"{(int)(Fraction * 100)} %") : Invariant($"{Done} of {Total} {Unit}");

    private string? Speed => Megapixels > 0 ? Invariant($"{Megapixels / Math.Max(1e-3, Elapsed.TotalSeconds):0.0} megapixels/s") : null;

    // Whole seconds, rounded up.
    private string? Left => Fraction <= 0 ? null
        : $"{Duration(TimeSpan.FromSeconds(Math.Ceiling(Elapsed.TotalSeconds * (1 - Fraction) / Fraction)))} left";

    private string? Failures => Failed > 0 ? Invariant($"{Failed} failed") : null;

    /// <summary>
    /// A line with a bar for a terminal. Where it is too narrow, the bar goes first, then the speed, the time left and the failures; in
    /// the end the count is cut off.
    /// </summary>
    /// <param name="columns">The columns that there are.</param>
    /// <param name="isColored">Whether the bar is coloured by an escape sequence.</param>
    /// <returns>The line, and the columns that it takes.</returns>
    public (string Text, int Columns) Fitting(int columns, bool isColored)
    {
        if (Line.Length + BarCells + 3 is var wide && wide <= columns)
        {
            int full = (int)(Fraction * BarCells);
            (string filled, string empty) = (new string('#', full), new string('-', BarCells - full));
            return ($"[{(isColored ? Green + filled + Usual : filled)}{empty}] {Line}", wide);
        }
        string text = FirstThatFits(columns, Line, Join(Count, Left, Failures), Join(Count, Failures), Count);
        return (text, text.Length);
    }

    private static string FirstThatFits(int columns, params string[] lines) =>
        Array.Find(lines, line => line.Length <= columns) ?? lines[^1][..Math.Max(0, columns)];

    private static string Join(params string?[] parts) => string.Join(", ", parts.Where(part => part is not null));

    private static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 100 => Invariant($"{time.TotalSeconds:0.#} s"),
        < 6000 => Invariant($"{time.TotalMinutes:0} min"),
        _ => Invariant($"{time.TotalHours:0} h"),
    };
}
