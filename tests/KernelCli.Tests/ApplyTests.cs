using System.Diagnostics;
using System.Text.Json;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

public sealed class ApplyTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void A_picture_is_filtered_as_gray()
    {
        string input = _work.Picture("in.png");
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["out.png"]).Succeeded();
        (ImageInfo info, byte[] samples) = _work.Read("out.png");
        Assert.Equal((40, 30, PixelLayout.Gray), (info.Width, info.Height, info.Format.Layout));
        Assert.Equal(BoxOfLuma(_work.Read("in.png").Samples, 40, 30), samples);
    }

    [Fact]
    public void Both_parsers_understand_the_same_command_line()
    {
        string input = _work.Picture("in.png");
        Tool.Run("apply", input, "-f", "gaussian:2", "--channels", "color", "-o", _work["plain.png"]).Succeeded();

        // An option given with a colon is no plain word, so the library parses this line.
        Tool.Run("apply", input, "-f:gaussian:2", "--channels", "color", "-o", _work["library.png"]).Succeeded();
        Assert.Equal(File.ReadAllBytes(_work["plain.png"]), File.ReadAllBytes(_work["library.png"]));
    }

    [Fact]
    public void Standard_input_and_output_are_dashes()
    {
        byte[] picture = File.ReadAllBytes(_work.Picture("in.png"));
        Tool piped = Tool.RunIn(_work.Folder, picture, "apply", "-", "-f", "sharpen", "-o", "-", "--format", "pnm").Succeeded();
        Tool.Run("apply", _work["in.png"], "-f", "sharpen", "-o", _work["out.pgm"]).Succeeded();
        Assert.Equal(File.ReadAllBytes(_work["out.pgm"]), piped.Output);
    }

    [Fact]
    public void An_output_folder_and_in_place_keep_the_name()
    {
        string input = _work.Picture("in.png");
        Tool.Run("apply", input, "-f", "invert", "-O", _work["deep/er"]).Succeeded();
        byte[] once = _work.Read("deep/er/in.png").Samples;
        Tool.Run("apply", input, "-f", "invert", "--in-place").Succeeded();
        Assert.Equal(once, _work.Read("in.png").Samples);
        Assert.Equal(["deep", "in.png"], Directory.EnumerateFileSystemEntries(_work.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Existing_outputs_are_kept_where_that_is_asked()
    {
        string input = _work.Picture("in.png");
        File.WriteAllText(_work["out.png"], "mine");
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["out.png"], "--no-clobber").Failed(2, "out.png", "--no-clobber");
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["out.png"], "--skip-existing").Succeeded();
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["out.png"], "--update").Succeeded();
        Assert.Equal("mine", File.ReadAllText(_work["out.png"]));
        File.SetLastWriteTimeUtc(input, DateTime.UtcNow.AddMinutes(1));
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["out.png"], "--update").Succeeded();
        Assert.Equal(40, _work.Read("out.png").Info.Width);
    }

    [Fact]
    public void The_depth_can_be_changed_and_floats_written()
    {
        string input = _work.Picture("in.png", layout: PixelLayout.Gray, sample: SampleType.UInt16);
        Tool.Run("apply", input, "-f", "gaussian:1", "-o", _work["same.png"]).Succeeded();
        Assert.Equal(SampleType.UInt16, _work.Read("same.png").Info.Format.Sample);
        Tool.Run("apply", input, "-f", "gaussian:1", "--depth", "8", "-o", _work["less.png"]).Succeeded();
        Assert.Equal(SampleType.UInt8, _work.Read("less.png").Info.Format.Sample);
        Tool.Run("apply", input, "-f", "sobel:x", "--depth", "f32", "-o", _work["real.npy"]).Succeeded();
        Assert.Equal(SampleType.Float32, _work.Read("real.npy").Info.Format.Sample);
        Tool.Run("apply", input, "-f", "sobel:x", "-o", _work["real.pfm"]).Succeeded();
    }

    [Fact]
    public void A_dry_run_says_what_would_be_done_and_does_nothing()
    {
        string input = _work.Picture("in.png");
        Tool plan = Tool.Run("apply", input, "-f", "box:7", "-f", "sobel", "-o", _work["out.png"], "-n", "--json").Succeeded();
        using JsonDocument document = JsonDocument.Parse(plan.Output);
        Assert.Equal(["gray", "box:7", "sobel"], document.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("name").GetString()));
        Assert.Contains("running sums", document.RootElement.GetProperty("steps")[1].GetProperty("algorithm").GetString()!, StringComparison.Ordinal);
        Assert.Contains("box 7x7", Tool.Run("apply", input, "-f", "box:7", "-n").Succeeded().Text, StringComparison.Ordinal);
        Assert.False(File.Exists(_work["out.png"]));
    }

    [Fact]
    public void A_link_is_written_through()
    {
        Assert.SkipWhen(Tool.IsWindows, "Links need rights there, and Wine shows none.");
        string input = _work.Picture("in.png");
        File.WriteAllText(_work["target.png"], "");
        File.CreateSymbolicLink(_work["link.png"], _work["target.png"]);
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["link.png"]).Succeeded();
        Assert.NotNull(new FileInfo(_work["link.png"]).LinkTarget);
        Assert.Equal(40, _work.Read("target.png").Info.Width);
    }

    [Fact]
    public async Task A_named_pipe_is_written_to_and_stays_a_pipe()
    {
        Assert.SkipWhen(Tool.IsWindows, "Pipes in the file system are made with mkfifo.");
        string input = _work.Picture("in.png");
        using (Process make = Process.Start("mkfifo", [_work["pipe"]]))
            await make.WaitForExitAsync();
        Task<byte[]> reading = Task.Run(() =>
        {
            using var stream = new MemoryStream();
            using FileStream pipe = File.OpenRead(_work["pipe"]);
            pipe.CopyTo(stream);
            return stream.ToArray();
        }, TestContext.Current.CancellationToken);
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["pipe"], "--format", "png").Succeeded();
        Assert.Equal(40, Workspace.Read(await reading).Info.Width);
        Tool.Run("apply", input, "-f", "box:3", "-o", "/dev/stdout", "--format", "png").Succeeded();
    }

    [Fact]
    public void Files_in_shared_memory_are_files()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "There is no /dev/shm.");
        string input = _work.Picture("in.png"), output = $"/dev/shm/kernelcli-{Guid.NewGuid()}.png";
        try
        {
            File.WriteAllBytes(output, new byte[100_000]);
            Tool.Run("apply", input, "-f", "box:3", "-o", output).Succeeded();
            Assert.Equal(40, Workspace.Read(File.ReadAllBytes(output)).Info.Width);
            Assert.True(new FileInfo(output).Length < 100_000);
        }
        finally
        {
            File.Delete(output);
        }
    }

    [Fact]
    public void A_reader_that_has_enough_is_no_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The pipe is closed by a shell's head.");
        _work.Picture("in.png", 900, 900);

        // On Windows, standard output has no name in the file system.
        foreach (string output in Tool.IsWindows ? (string[])["-"] : ["-", "/dev/stdout"])
        {
            using Process process = Tool.Start(_work.Folder, "apply", "in.png", "-f", "identity", "--channels", "color", "-o", output, "--format", "pnm");
            process.StandardOutput.BaseStream.ReadExactly(new byte[100]);
            process.StandardOutput.Close();
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.Equal((0, ""), (process.ExitCode, error));
        }
    }

    public void Dispose() => _work.Dispose();

    private static byte[] BoxOfLuma(byte[] rgb, int width, int height)
    {
        int[] gray = [.. Enumerable.Range(0, width * height).Select(i => ((299 * rgb[3 * i]) + (587 * rgb[(3 * i) + 1]) + (114 * rgb[(3 * i) + 2]) + 500) / 1000)];
        byte[] result = new byte[gray.Length];
        for (int i = 0; i < gray.Length; i++)
        {
            int sum = 0;
            for (int k = 0; k < 9; k++)
                sum += gray[(Math.Clamp((i / width) + (k / 3) - 1, 0, height - 1) * width) + Math.Clamp((i % width) + (k % 3) - 1, 0, width - 1)];
            result[i] = (byte)((sum + 4) / 9);
        }
        return result;
    }
}
