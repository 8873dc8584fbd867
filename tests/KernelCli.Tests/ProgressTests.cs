using System.Text.Json;
using KernelCli.Cli.Progress;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>How far a run is, on terminals of every kind and elsewhere.</summary>
public sealed class ProgressTests : IDisposable
{
    private static readonly ProgressState Batch = new(60, "files", 25, 1, 25 / 60.0, 110.6 * 3, TimeSpan.FromSeconds(3));

    private readonly Workspace _work = new();

    [Fact]
    public void A_line_loses_the_bar_first_then_the_speed_then_the_rest()
    {
        Assert.Equal("[########------------] 25 of 60 files, 110.6 megapixels/s, 5 s left, 1 failed", Batch.Fitting(79, false).Text);
        Assert.Equal("[\e[32m########\e[0m------------] 25 of 60 files, 110.6 megapixels/s, 5 s left, 1 failed", Batch.Fitting(79, true).Text);
        Assert.Equal("25 of 60 files, 110.6 megapixels/s, 5 s left, 1 failed", Batch.Fitting(60, true).Text);
        Assert.Equal("25 of 60 files, 5 s left, 1 failed", Batch.Fitting(39, true).Text);
        Assert.Equal("25 of 60 files, 1 failed", Batch.Fitting(30, true).Text);
        Assert.Equal("25 of 60 files", Batch.Fitting(20, true).Text);
        for (int columns = 0; columns < 120; columns++)
        {
            (string text, int taken) = Batch.Fitting(columns, false);
            Assert.True(taken == text.Length && taken <= columns);
            Assert.True(System.Text.Ascii.IsValid(text));
            Assert.StartsWith("25 of 60 files"[..Math.Min(14, columns)], text.TrimStart(['[', '#', '-', ']', ' ']), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_picture_counts_in_percent_and_times_have_units()
    {
        ProgressState one = Batch with { Total = 1, Done = 0, Failed = 0, Fraction = 0.999 };
        Assert.Equal("99 %, 110.6 megapixels/s, 1 s left", one.Line);
        Assert.Equal("0 %", (one with { Fraction = 0, Megapixels = 0 }).Line);
        Assert.Equal("0 of 0 files", new WorkMeter(0, "files").State.Line);
        Assert.Equal("done in 3 s, 110.6 megapixels/s", one.End(80));
        Assert.Equal("25 of 60 files in 3 s, 110.6 megapixels/s, 1 failed", Batch.End(79));
        Assert.Equal("25 of 60 files in 3 s, 1 failed", Batch.End(39));
        Assert.Equal("25 of 60", Batch.End(8));
        Assert.Equal("interrupted at 99 %", one.Interrupted);
        Assert.Equal("interrupted: 24 of 60 done, 1 failed", Batch.Interrupted);
        foreach ((double seconds, string text) in ((double, string)[])[(0.04, "0 s"), (0.26, "0.3 s"), (99, "99 s"), (150, "3 min"), (7200, "2 h")])
            Assert.StartsWith($"done in {text},", (one with { Elapsed = TimeSpan.FromSeconds(seconds) }).End(80), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_counts_rows_of_all_frames_as_they_are_read_and_written()
    {
        var meter = new WorkMeter(2, "files");
        PictureMeter picture = meter.Begin();
        picture.BeginFrame(1, 2, width: 1000, rows: 4, resultRows: 2);
        for (int y = 0; y < 4; y++)
            picture.CountRead();
        Assert.Equal((0.25, 0.004), (picture.Fraction, picture.Megapixels));
        picture.CountWritten();
        picture.CountWritten();
        picture.BeginFrame(2, 2, width: 2000, rows: 1, resultRows: 1);
        Assert.Equal((0.5, 0.004), (picture.Fraction, picture.Megapixels));
        picture.CountRead();
        Assert.Equal((0.75, 0.006), (picture.Fraction, picture.Megapixels));
        Assert.Equal((0, 0.375, 0.006), (meter.State.Done, meter.State.Fraction, meter.State.Megapixels));
        meter.End(picture, failed: true);
        Assert.Equal((1, 1, 0.5, 0.006), (meter.State.Done, meter.State.Failed, meter.State.Fraction, meter.State.Megapixels));
    }

    [Theory]
    [InlineData(40, "dumb")]
    [InlineData(100, "xterm")]
    [InlineData(14, "xterm")]
    public void A_slow_picture_has_one_clean_line_that_ends_with_the_time_taken(int columns, string type)
    {
        using var slow = new SlowPicture(_work["slow.pgm"]);
        using var terminal = new PseudoTerminal(_work.Folder, columns, "$KERNELCLI apply slow.pgm -f box:3 -o out.pgm", type);
        terminal.Await(@"\d+ %.*\r.*\d+ %");
        slow.Release();
        Assert.Matches(columns == 14 ? "^done in [0-9.]+" : @"^done in [0-9.]+ (s|min), [0-9.]+ megapixels/s$", string.Concat(terminal.End(0)));
        Assert.Equal(type == "dumb", !terminal.Text.Contains('\e', StringComparison.Ordinal));
        Assert.Equal(columns == 100, terminal.Text.Contains("[\e[32m####", StringComparison.Ordinal));
        Assert.DoesNotContain("\e[?25", terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_else_is_written_takes_the_line_away_first()
    {
        _work.Picture("a.png");
        using var slow = new SlowPicture(_work["slow.pgm"]);
        using var terminal = new PseudoTerminal(_work.Folder, 2000, "$KERNELCLI apply a.png missing.png slow.pgm -f box:3 -O out -v --json -j 2");
        terminal.Await("2 of 3 files");
        slow.Release();
        string[] lines = terminal.End(3);
        Assert.Equal(4, lines.Count(line => line.StartsWith('{') && JsonDocument.Parse(line).RootElement.GetProperty("schema").GetInt32() == 1));
        Assert.Equal(["kernelcli: missing.png: no such file or folder", "kernelcli: 1 of 3 failed"], lines.Where(line => line.StartsWith("kernelcli:", StringComparison.Ordinal)));
        Assert.Contains("3 files: 2 done, 1 failed", lines);
        Assert.DoesNotContain(lines, line => line.Contains("left", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_wants_progress_gets_it_everywhere_and_who_does_not_gets_none()
    {
        _work.Picture("a.png");
        _work.Picture("b.png");
        string[] one = ["apply", "a.png", "-f", "box:3", "-o", "out.png"], two = ["apply", "a.png", "b.png", "-f", "box:3", "-O", "out"];
        Assert.Matches(@"^done in [0-9.]+ (s|min), [0-9.]+ megapixels/s\n$", Run([.. one, "--progress", "always"]).Error);
        Assert.Matches(@"^2 of 2 files in [0-9.]+ (s|min), [0-9.]+ megapixels/s\n$", Run([.. two, "--progress", "always"]).Error);
        Assert.Matches(@"^2 of 2 slices in [0-9.]+ (s|min)\n$", Run("volume", "a.png", "b.png", "-f", "box3d:3", "-O", "slices", "--progress", "always").Error);
        File.WriteAllBytes(_work["w.npy"], Weights());
        Assert.Matches(@"^done in [0-9.]+ (s|min)\n$", Run("layer", "a.png", "--channels", "gray", "--weights", "w.npy", "-o", "maps.npy", "--progress", "always").Error);
        foreach (string[] options in (string[][])[[], ["--progress", "never"], ["--progress", "always", "-q"], ["--progress", "always", "-n"]])
            Assert.Equal(("", ""), (Run([.. one, .. options]).Error, Run([.. two, .. options]).Error));
        using var terminal = new PseudoTerminal(_work.Folder, 80, "$KERNELCLI apply a.png -f box:3 -o out.png --progress always; $KERNELCLI apply a.png -f box:3 -o out.png --progress never");
        Assert.Matches("^done in", Assert.Single(terminal.End(0)));
    }

    public void Dispose() => _work.Dispose();

    private Tool Run(params string[] arguments)
    {
        Tool run = Tool.RunIn(_work.Folder, null, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    // One kernel of 1x1 for one channel.
    private static byte[] Weights()
    {
        byte[] header = System.Text.Encoding.ASCII.GetBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1), }".PadRight(117) + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. BitConverter.GetBytes(1f)];
    }
}
