using System.Text;
using KernelCli.Kernels;
using KernelCli.Kernels.Files;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Kernels;

public sealed class KernelFileTests
{
    [Theory]
    [InlineData("0 -1 0\n-1 5 -1\n0 -1 0\n", "k.txt")]
    [InlineData("# sharpen\n0,-1,0\r\n-1;5;-1 # middle\n0\t-1\t0", "k.txt")]
    [InlineData("3 3 1 0\n0 -1 0\n-1 5 -1\n0 -1 0\n", "k.mat")]
    [InlineData("3 3 1 0\n0 -1 0\n-1 5 -1\n0 -1 0\n", "k.txt")]
    [InlineData("[[0,-1,0],[-1,5,-1],[0,-1,0]]", "k.json")]
    [InlineData("{\"weights\": [[0,-1,0],[-1,5,-1],[0,-1,0]], \"divisor\": 1}", "k.json")]
    public void Every_form_gives_the_same_kernel(string text, string name)
    {
        Kernel kernel = KernelFile.Parse(Encoding.UTF8.GetBytes(text), name);
        Assert.Equal([0, -1, 0, -1, 5, -1, 0, -1, 0], kernel.ToArray());
        Assert.Equal((3, 3), (kernel.Width, kernel.Height));
    }

    [Fact]
    public void A_libvips_matrix_has_scale_and_offset()
    {
        Kernel kernel = KernelFile.Parse("2 1 4 128\n1 3\n"u8, "k.mat");
        Assert.Equal((4.0, 128.0), (kernel.Divisor, kernel.Bias));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        Kernel kernel = Kernel.FromWeights(3, 2, [1, -2.5, 3, 1e-7, 5, 1.0 / 3]).WithScale(1, 7, 3);
        Kernel text = KernelFile.Parse(Encoding.UTF8.GetBytes(TextKernelFile.Format(kernel)), "k.mat");
        Kernel json = KernelFile.Parse(Encoding.UTF8.GetBytes(JsonKernelFile.Format(kernel)), "k");
        Kernel npy = KernelFile.Parse(NpyKernelFile.Format(kernel), "k");
        Assert.Equal(kernel.ToArray(), text.ToArray());
        Assert.Equal(kernel.ToArray(), json.ToArray());
        Assert.Equal((kernel.Divisor, kernel.Bias, kernel.AnchorX), (json.Divisor, json.Bias, json.AnchorX));
        Assert.Equal(kernel.ToArray().Select(w => w / 7), npy.ToArray());
    }

    [Fact]
    public void A_written_matrix_as_wide_as_its_header_is_read_again()
    {
        Kernel kernel = KernelFile.Parse(Encoding.UTF8.GetBytes(TextKernelFile.Format(BoxKernel.Create(4, 4))), "k.txt");
        Assert.Equal((4, 4, 16.0), (kernel.Width, kernel.Height, kernel.Divisor));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("1 2\n3\n", "row 2 has 1")]
    [InlineData("1 x\n", "line 1: 'x'")]
    [InlineData("1 nan\n", "not a finite number")]
    [InlineData("[[1,2],[3]]", "equally long")]
    [InlineData("{\"weight\": 1}", "no \"weights\"")]
    [InlineData("[[1,", "not a kernel in JSON")]
    [InlineData("[[1, \"a\"]]", "not a kernel in JSON")]
    public void Bad_files_say_what_is_wrong(string text, string expected)
    {
        var exception = Assert.Throws<KernelFormatException>(() => KernelFile.Parse(Encoding.UTF8.GetBytes(text), "k.txt"));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains("k.txt", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_with_scale_0_or_too_few_numbers_is_refused()
    {
        Assert.Throws<KernelFormatException>(() => KernelFile.Parse("1 1 0 0\n5\n"u8, "k.mat"));
        Assert.Throws<KernelFormatException>(() => KernelFile.Parse("2 2 1 0\n5 5 5\n"u8, "k.mat"));
    }

    [Fact]
    public void An_array_that_lies_about_its_size_is_refused()
    {
        byte[] file = NpyKernelFile.Format(BoxKernel.Create(3, 3));
        Assert.Throws<KernelFormatException>(() => KernelFile.Parse(file.AsSpan(0, file.Length - 1), "k.npy"));
        Assert.Throws<KernelFormatException>(() => KernelFile.Parse(file.AsSpan(0, 20), "k.npy"));
    }
}
