using System.Text;
using System.Text.Json;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>No picture of a file is dropped without a word.</summary>
public sealed class SeveralPicturesTests : IDisposable
{
    private static readonly byte[] Two = Encoding.ASCII.GetBytes("P5 2 1 255\nabP5 2 1 255\ncd");

    private readonly Workspace _work = new();

    [Fact]
    public void Two_pictures_in_one_file_are_a_usage_error_wherever_one_is_read()
    {
        File.WriteAllBytes(_work["two.pgm"], Two);
        File.WriteAllText(_work["one.pgm"], "P5 2 1 255\nab");
        Tool.Run("apply", _work["two.pgm"], "-f", "identity", "-o", _work["out.pgm"]).Failed(2, "two.pgm", "2 pictures in one PNM file", "pamsplit");
        Tool.Run("apply", _work["two.pgm"], "-f", "identity", "-n").Failed(2, "2 pictures");
        Tool.RunIn(_work.Folder, Two, "apply", "-", "-f", "identity", "-o", "out.pgm").Failed(2, "2 pictures");
        Tool.Run("compare", _work["two.pgm"], _work["one.pgm"]).Failed(2, "2 pictures");
        Tool.Run("apply", _work["one.pgm"], "-f", $"mask:{_work["two.pgm"]}", "-o", _work["out.pgm"]).Failed(2, "two.pgm", "2 pictures");
        Tool.Run("apply", _work["one.pgm"], _work["two.pgm"], "-f", "identity", "-O", _work["out"]).Failing(3, "two.pgm: 2 pictures");
        Assert.False(File.Exists(_work["out.pgm"]));
    }

    [Fact]
    public void Info_counts_them_in_files_and_pipes()
    {
        File.WriteAllBytes(_work["two.pgm"], Two);
        Assert.Equal(2, Frames(Tool.Run("info", "--json", _work["two.pgm"])));
        Assert.Equal(2, Frames(Tool.RunIn(_work.Folder, Two, "info", "--json", "-")));
        Assert.Contains("first of 2 pictures", Tool.Run("info", _work["two.pgm"]).Succeeded().Text, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();

    private static int Frames(Tool tool)
    {
        using JsonDocument report = JsonDocument.Parse(tool.Succeeded().Output);
        return report.RootElement.GetProperty("frames").GetInt32();
    }
}
