using System.Diagnostics;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>
/// Faults from outside at many moments of a run: a disk that fills up, inputs that change while they are read. Afterwards each
/// output is whole and right or absent, nothing else lies about, and a resumed run ends as an undisturbed one.
/// </summary>
public sealed class FaultTests : IDisposable
{
    private readonly Workspace _work = new();

    public FaultTests() => Assert.SkipWhen(Tool.IsWindows, "Signals and limits are those of POSIX systems.");

    [Theory]
    [InlineData("png", "")]
    [InlineData("jpg", "")]
    [InlineData("tif", "--tiff-compression lzw")]
    [InlineData("gif", "")]
    [InlineData("webp", "")]
    [InlineData("pgm", "")]
    [InlineData("npy", "")]
    [InlineData("bmp", "")]
    [InlineData("qoi", "--channels color")]
    [InlineData("tga", "")]
    public void A_disk_that_is_full_leaves_no_file(string extension, string options)
    {
        string name = $"out.{extension}", command = $"apply in.png -f box:3 {options} -o {name}";
        _work.Picture("in.png", 200, 150);
        Limited(command, null).Succeeded();
        long size = new FileInfo(_work[name]).Length;
        File.Delete(_work[name]);
        var random = new Random(extension.Length);
        foreach (long limit in (long[])[0, 1, size - 1, .. Enumerable.Range(0, 4).Select(_ => random.NextInt64(size))])
        {
            Limited(command, limit).Failed(2, name);
            Assert.Equal(["in.png"], Names("."));
        }
        Limited(command, size).Succeeded();
    }

    [Fact]
    public void A_disk_that_fills_up_in_a_batch_loses_what_did_not_fit_and_resuming_makes_it()
    {
        Dictionary<string, byte[]> expected = Batch(6);
        long middle = expected.Values.Select(file => (long)file.Length).Order().ElementAt(3);
        Tool run = Limited("apply in -r -f gaussian:2 -O out --report r.jsonl -j 2", middle);
        run.Failing(3, "larger than its disk");
        Assert.All(Names("out"), name => Assert.Equal(expected[name], File.ReadAllBytes(_work[$"out/{name}"])));
        Assert.Equal(expected.Count(file => file.Value.Length <= middle), Names("out").Length);
        CheckResumed(expected);
    }

    [Fact]
    public void A_report_that_does_not_fit_is_an_error_and_outputs_are_whole()
    {
        Dictionary<string, byte[]> expected = Batch(6);
        foreach (long limit in (long[])[0, 100, 1500])
        {
            Limited("apply in -r -f threshold:999 -O flat --report r.jsonl", limit);
            Assert.All(Names("flat"), name => Assert.True(Tool.RunIn(_work.Folder, null, "info", $"flat/{name}", "-q").ExitCode == 0, name));
            File.Delete(_work["r.jsonl"]);
        }
        CheckResumed(expected);
    }

    [Fact]
    public async Task An_input_that_changes_while_it_is_read_gives_a_whole_output_or_none()
    {
        byte[] picture = File.ReadAllBytes(_work.Picture("in.pgm", 4000, 3000, PixelLayout.Gray));
        var random = new Random(9);
        for (int i = 0; i < 6; i++)
        {
            File.WriteAllBytes(_work["in.pgm"], picture);
            File.Delete(_work["out.png"]);
            using Process process = Tool.Start(_work.Folder, "apply", "in.pgm", "-f", "gaussian:3", "-o", "out.png");
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await Task.Delay(random.Next(150), TestContext.Current.CancellationToken);
            using (FileStream file = File.Open(_work["in.pgm"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                file.SetLength(i % 2 == 0 ? random.NextInt64(picture.Length) : 0);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode is 0 or 2, await errors);
            Assert.Equal(process.ExitCode == 0, File.Exists(_work["out.png"]));
            Assert.Equal(process.ExitCode == 0 ? 0 : 1, (await errors).Count(c => c == '\n'));
            if (process.ExitCode == 0)
                Tool.RunIn(_work.Folder, null, "info", "out.png", "-q").Succeeded();
            Assert.DoesNotContain(Names("."), name => name.StartsWith(".kernelcli", StringComparison.Ordinal));
        }
    }

    public void Dispose() => _work.Dispose();

    // Pictures of several sizes, and what an undisturbed run makes of them.
    private Dictionary<string, byte[]> Batch(int count)
    {
        for (int i = 0; i < count; i++)
            _work.Picture($"in/{i}.pgm", 60 + (40 * i), 90, PixelLayout.Gray);
        Tool.RunIn(_work.Folder, null, "apply", "in", "-r", "-f", "gaussian:2", "-O", "expected").Succeeded();
        return Names("expected").ToDictionary(name => name, name => File.ReadAllBytes(_work[$"expected/{name}"]));
    }

    private void CheckResumed(Dictionary<string, byte[]> expected)
    {
        string[] resume = File.Exists(_work["r.jsonl"]) ? ["--resume", "r.jsonl"] : [];
        Tool.RunIn(_work.Folder, null, ["apply", "in", "-r", "-f", "gaussian:2", "-O", "out", "--report", "r.jsonl", .. resume]).Succeeded();
        Assert.Equal(expected.Keys.Order(), Names("out"));
        Assert.All(expected, file => Assert.True(file.Value.AsSpan().SequenceEqual(File.ReadAllBytes(_work[$"out/{file.Key}"])), file.Key));
    }

    // With a limit no file may grow longer than that, as on a disk that is full; the signal for it is ignored, so that writing fails.
    private Tool Limited(string command, long? bytes)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = _work.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The runtime would otherwise keep its code in a file in memory, which the limit holds for as well.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(bytes is null ? $"exec '{Tool.Binary}' {command}" : $"trap '' XFSZ; exec prlimit --fsize={bytes} '{Tool.Binary}' {command}");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new Tool(process.ExitCode, System.Text.Encoding.UTF8.GetBytes(output.Result), errors.Result);
    }

    private string[] Names(string folder) => !Directory.Exists(_work[folder]) ? []
        : [.. Directory.EnumerateFileSystemEntries(_work[folder]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
