using KernelCli.Cli.Commands;
using KernelCli.Cli.Options;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>
/// The program that is tested, which may be a native binary or an installed tool, gives the bytes that the library gives in this process: over every
/// filter family, border, padding, stride, sample type and layout.
/// </summary>
public sealed class SameBytesTests : IDisposable
{
    private static readonly string[] Filters =
    [
        "box:3", "box:5x3", "box:15", "box:31", "gaussian:0.6", "gaussian:1", "gaussian:3", "gaussian:10", "gaussian:10:exact=1", "binomial:3", "binomial:5", "binomial:9",
        "laplacian", "laplacian:8", "sharpen", "sharpen:0.7", "sobel", "sobel:x", "scharr:y", "prewitt", "roberts", "emboss:30", "unsharp:2:amount=0.8", "log:1.4", "dog:1:2",
        "motion:9:20", "custom:1,2,3,4,5/-1,0,0,0,1:norm=sum", "custom:0.1,0.25/-0.5,0.3", "separable:1,3,3,1/1,0,-1", "box:3:stride=2", "gaussian:2:dilate=3",
        "sobel:x:bias=128", "box:7:norm=none:mul=0.02", "multiply:1.7", "gamma:2.2", "threshold:50%",
    ];

    private static readonly string[][] Movements =
    [
        [], ["--border", "reflect101", "--range", "abs"], ["--border", "wrap", "--padding", "full"], ["--border", "constant=40", "--channels", "color"],
        ["--border", "symmetric", "--stride", "2x1", "--channels", "color", "--depth", "16"], ["--padding", "valid", "--range", "mid"],
    ];

    private readonly Workspace _work = new();

    [Fact]
    public void The_program_gives_the_bytes_of_the_library()
    {
        string[] pictures =
        [
            _work.Picture("gray.png", 700, 70, PixelLayout.Gray), _work.Picture("deep.png", 143, 91, PixelLayout.Rgb, SampleType.UInt16),
            _work.Picture("alpha.png", 97, 80, PixelLayout.Rgba), _work.Picture("wide.pgm", 2900, 66, PixelLayout.Gray),
        ];
        // The program that starts a runtime is the code of the library: how it is started, filtered and written is all that may differ.
        int step = Tool.IsNative || Tool.IsWindows ? 1 : 5;
        for (int i = 0; i < Filters.Length * 2; i += step)
        {
            string[] options = ["-f", Filters[i % Filters.Length], .. Movements[i % Movements.Length], "--format", "pam", "-q"];
            foreach (string picture in (string[])[pictures[i % 4], pictures[(i + 1) % 4]])
            {
                string[] words = [picture, .. options, "-o", _work["library.pam"]];
                ApplyCommand.Run(ArgumentParser.TryParse(words, ApplyOptions.All)!, CancellationToken.None);
                Tool.Run(["apply", .. words[..^1], _work["program.pam"]]).Succeeded();
                Assert.True(File.ReadAllBytes(_work["library.pam"]).AsSpan().SequenceEqual(File.ReadAllBytes(_work["program.pam"])), string.Join(' ', words));
            }
        }
    }

    public void Dispose() => _work.Dispose();
}
