namespace KernelCli.Cli.Verification;

/// <summary>
/// The cases, as the words after <c>kernelcli apply</c>: a <see cref="TestPicture"/>, then filters and options. Between them they have
/// every family of filters, every border, padding, range, channel, alpha and depth, and every format there and back.
/// </summary>
/// <remarks>
/// Whole samples under whole weights are exact, whatever the picture. Elsewhere an error is allowed before rounding, so the seeds are
/// those for which no exact result is near the middle between two samples; float32 results are exact because samples and weights are
/// small multiples of powers of two. The tests hold both. A new case gets its line in promised.txt from <c>PromisedHashTests</c>.
/// </remarks>
internal static class VerifyCases
{
    private static readonly string[] Kernels =
    [
        "noise-gray8.pam -f box:3",
        "noise-rgb8.pam -f box:3 --channels color",
        "noise-gray8.pam -f box:4x2 --border reflect101",
        "noise-gray8.pam -f box:5",
        "noise-gray8.pam -f box:7x3 --border symmetric",
        "noise-rgba8.pam -f box:9 --channels color --alpha drop",
        "noise-gray8.pam -f box:11",
        "noise-gray8.pam -f box:29 --border wrap",
        "noise-gray8.pam -f box:31 --padding full",
        "noise-gray8.pam -f box:5 --depth 16",
        "noise-gray8.pam -f binomial:3",
        "noise-gray8.pam -f binomial:5 --border constant=40",
        "noise-gray8.pam -f binomial:7 --border reflect101",
        "noise-rgb8.pam -f binomial:9 --channels color",
        "noise-gray8.pam -f laplacian --range abs",
        "noise-gray8.pam -f laplacian:8 --range mid",
        "noise-gray8.pam -f sharpen",
        "noise-rgb8.pam -f sharpen:0.5 --channels color",
        "noise-gray8.pam -f sharpen:bias=7:div=3",
        "noise-gray8.pam -f emboss",
        "tiles-gray8.pam -f emboss:30:bias=128 --border wrap",
        "noise-gray8.pam -f disk:4",
        "noise-rgb8.pam -f disk:2.5:norm=sum --channels color",
        "noise-gray8.pam -f triangle:5 --padding valid",
        "noise-gray8.pam -f motion:9:0",
        "noise-gray8.pam -f identity --padding 3,2,0,5 --border constant=128",
        "noise-gray8.pam -f custom:1,2,3/4,5,6/7,8,9:norm=auto --convolve",
        "noise-gray8.pam -f custom:0.1,-0.3,0.25/0.5,0.7,-0.35 --range mid",
        "noise-gray8.pam -f custom:5,0,-9,14,-4,1,6,-8,-3/-2,3,8,13,-5,0,5,10,-8/-7,-2,3,8,13,-5,0,5,10/-8,-3,2,7,12,-6,-1,4,9"
            + "/14,-4,1,6,11,-7,-2,3,8/13,-5,0,5,10,-8,-3,2,7/12,-6,-1,4,9,14,-4,1,6:div=64",
        "noise-rgb8.pam -f custom:5,0,-9,14,-4/1,6,-8,-3,-2/3,8,13,-5,0/5,10,-8,-7,-2/3,8,13,-5,1:div=60:bias=3 --channels color",
        "noise-gray8.pam -f custom:1,3,-2,1/2,5,4,0/3,-1,2,2/1,1,4,-3:div=16",
        "noise-gray8.pam -f custom:1,3,-2,1/2,5,4,0:anchor=0+1 --stride 2x3",
        "noise-gray8.pam -f custom:1,2,1:dilate=5x1",
        "noise-gray8.pam -f custom:40000,1/-70000,3:div=1000:bias=9",
        "noise-gray8.pam -f custom:40000000,1/-70000000,3/9,50000000:div=10000019:bias=9",
        "noise-gray8.pam -f custom:3,-7,5:div=-3",
        "noise-gray8.pam -f custom:1,2,1/2,4,2/1,2,1:mul=0.333333:div=5",
        "noise-gray8.pam -f separable:1,2,3,2,1/1,0,-1:bias=128:div=9",
        "noise-gray8.pam -f separable:100000,1/3,70000:div=1000000000",
        "noise-rgb8.pam -f separable:1,2,3,2,2/2,3,1:div=64 --channels color",
        "noise-gray8.pam -f binomial:21:mul=1.01",
        "noise-gray8.pam -f separable:1,1,2,1,1/1,2,2,1:norm=sum:flip=1",
        "noise-gray8.pam -f file=kernel.txt",
    ];

    private static readonly string[] Gradients =
    [
        "noise-gray8.pam -f sobel",
        "noise-rgb8.pam -f sobel --channels color",
        "noise-gray8.pam -f sobel:x --range mid",
        "noise-gray8.pam -f sobel:y --depth f32",
        "noise-gray8.pam -f sobel:5:div=16",
        "noise-gray8.pam -f sobel:7:x:div=64 --range mid",
        "noise-gray8.pam -f scharr:div=4 --border reflect101",
        "noise-gray8.pam -f scharr:y --range abs",
        "noise-gray8.pam -f prewitt --border wrap",
        "noise-gray8.pam -f roberts",
        "noise-gray8.pam -f roberts:x --range abs",
        "tiles-gray8.pam -f freichen --border wrap",
        "tiles-gray8-2.pam -f freichen:x:div=3 --range mid --border wrap",
        "noise-gray8.pam -f kirsch -f multiply:0.0625",
        "noise-gray8.pam -f robinson",
        "noise-gray8.pam -f robinson:nw --range mid",
        "tiles-gray16.pam -f sobel --border wrap",
    ];

    private static readonly string[] RealWeights =
    [
        "tiles-gray8-2.pam -f gaussian:0.6 --border wrap",
        "tiles-gray8.pam -f gaussian --border wrap",
        "tiles-rgb8-60.pam -f gaussian:1.3 --channels color --border wrap",
        "tiles-gray8.pam -f gaussian:2:size=7 --border wrap",
        "tiles-gray8-2.pam -f gaussian:size=5 --border wrap --stride 3x1",
        "tiles-gray8-4.pam -f gaussian:1:dx=1 --range mid --border wrap",
        "columns-gray8-20.pam -f gaussian:7 --border wrap",
        "rows-gray8-26.pam -f gaussian:7 --border wrap",
        "columns-gray16-4.pam -f gaussian:5 --border wrap",
        "rows-rgb8-2312.pam -f gaussian:5:exact=1 --channels color --border wrap",
        "tiles-gray8.pam -f gaussian:1:dx=1:dy=1 --range abs --border wrap",
        "tiles-gray8-1.pam -f log:1 --range mid --border wrap",
        "tiles-gray8.pam -f dog:0.7:1.5:mul=4 --range mid --border wrap",
        "tiles-gray8-1.pam -f gabor:1.5:30:4:phase=20:aspect=0.7:div=8 --range mid --border wrap",
        "tiles-gray8-2.pam -f motion:7:30 --border wrap",
        "tiles-gray8.pam -f unsharp:1:amount=0.7 --border wrap",
        "tiles-rgb8.pam -f unsharp:1:amount=2:threshold=30 --channels color --border wrap",
        "tiles-gray8.pam -f highpass:1 --range mid --border wrap",
        "tiles-gray8.pam -f sharpen:0.123457 --border wrap",
        "tiles-gray8-1.pam -f gaussian:1 --depth 16 --border wrap",
        "tiles-gray16-1.pam -f gaussian:1 --border wrap",
        "tiles-gray16-10.pam -f gaussian:4:size=9 --border wrap",
        "tiles-rgb16-2.pam -f custom:0.31,0.12,-0.2/0.7,0.113,-0.04 --channels color --border wrap",
        "tiles-gray8-10.pam -f gaussian:1:dilate=2 --border wrap",
    ];

    private static readonly string[] Deep =
    [
        "noise-gray16.pam -f box:3",
        "noise-rgb16.pam -f box:5 --channels color --border reflect101",
        "noise-gray16.pam -f binomial:5 --border symmetric",
        "noise-gray16.pam -f sharpen",
        "noise-gray16.pam -f laplacian --range mid",
        "noise-gray16.pam -f sobel:x --depth f32",
        "noise-gray16.pam -f identity --depth 8",
        "noise-gray16.pam -f median:5",
        "noise-gray16.pam -f max:7 --border wrap",
        "noise-gray16.pam -f stddev:5",
        "noise-grayf32.npy -f box:4",
        "noise-grayf32.npy -f box:16x2 --border wrap",
        "noise-grayf32.npy -f box:16 --border symmetric",
        "noise-grayf32.npy -f binomial:3 --border reflect101",
        "noise-rgbf32.npy -f binomial:5 --channels color",
        "noise-grayf32.npy -f binomial:9",
        "noise-grayf32.npy -f sharpen --border symmetric",
        "noise-grayf32.npy -f laplacian:8 --stride 2",
        "noise-grayf32.npy -f sobel:y --border constant=255",
        "noise-grayf32.npy -f custom:1,2,3,-4,5/6,7,-8,9,1/2,3,4,5,6/7,-8,9,1,2/3,4,5,6,7:div=64",
        "noise-rgbf32.npy -f custom:1,2,-3/4,5,6/-7,8,9:div=16 --channels color --convolve",
        "noise-grayf32.npy -f separable:1,2,3,4,5,4,3,2,1/1,-2,3,-4,5,-4,3,-2,1:div=32",
        "noise-grayf32.npy -f median:3",
        "noise-grayf32.npy -f rank:5:20:shape=disk --border wrap",
        "noise-grayf32.npy -f min:5 --padding full",
        "holes-grayf32.npy -f max:3",
        "holes-grayf32.npy -f median:5 --border reflect101",
        "holes-grayf32.npy -f binomial:3",
        "tiles-grayf32-1.npy -f gaussian:1.5 --depth 8 --border wrap",
        "tiles-grayf32.npy -f gaussian:2 --depth 16 --border wrap",
        "tiles-grayf32.npy -f sobel --depth 16 --border wrap",
    ];

    private static readonly string[] Neighbourhoods =
    [
        "noise-gray8.pam -f median:3",
        "noise-rgb8.pam -f median:3 --channels color --border wrap",
        "noise-gray8.pam -f median:5 --border symmetric",
        "noise-gray8.pam -f median:11 --border reflect101",
        "noise-gray8.pam -f median:7x3 --padding valid",
        "noise-gray8.pam -f median:5:shape=disk --stride 2",
        "noise-gray8.pam -f min:3",
        "noise-gray8.pam -f max:15x3",
        "noise-gray8.pam -f erode:7:shape=cross",
        "noise-rgb8.pam -f dilate:5:shape=disk --channels color",
        "noise-gray8.pam -f rank:5:85 --border constant=60",
        "noise-gray8.pam -f rank:9:10:shape=cross",
        "noise-gray8.pam -f open:3",
        "noise-gray8.pam -f close:5:shape=disk",
        "noise-gray8.pam -f gradient:3 --border wrap",
        "noise-gray8.pam -f tophat:5",
        "noise-gray8.pam -f blackhat:3 --padding full --border reflect101",
        "noise-gray8.pam -f despeckle:3:20",
        "noise-gray8.pam -f stddev:3",
        "noise-gray8.pam -f stddev:9x15 --border reflect101",
        "noise-gray8.pam -f adaptive:15:5",
        "noise-gray8.pam -f adaptive:5:2:by=median",
        "tiles-gray8.pam -f adaptive:7:3:by=gaussian --border wrap",
        "noise-gray8.pam -f niblack:7:0.2",
        "noise-gray8.pam -f sauvola:7:0.3 --border symmetric",
        "tiles-gray8.pam -f bilateral:1:30 --border wrap",
        "tiles-rgb8-2.pam -f bilateral:1.5:60:size=5x3 --channels color --border wrap",
        "tiles-gray8.pam -f guided:5:20 --border wrap",
        "shapes-gray8.pam -f canny:1:50:100",
        "noise-rgba8.pam -f median:3 --channels color",
    ];

    private static readonly string[] Pixels =
    [
        "noise-rgb8.pam -f identity",
        "noise-rgb8.pam -f identity --luma bt709",
        "noise-rgb8.pam -f identity --luma average",
        "noise-rgb8.pam -f identity --luma max",
        "noise-rgb8.pam -f sobel:x --luma red --range abs",
        "noise-rgb8.pam -f invert --luma green",
        "noise-rgb16.pam -f identity --luma blue",
        "noise-rgb16.pam -f identity",
        "noise-gray8.pam -f sobel:x -f abs -f multiply:0.25",
        "noise-gray8.pam -f invert -f multiply:1.5",
        "noise-gray8.pam -f add:20 -f clip:50:200",
        "noise-gray8.pam -f threshold:50%",
        "noise-gray8.pam -f gamma:2",
        "noise-gray8.pam -f mask:shapes-gray8.pam",
        "noise-gray8.pam -f mask:shapes-gray8.pam:invert",
        "noise-grayf32.npy -f add:51 -f invert --depth 8",
        "noise-gray8.pam -f multiply:2 --depth 16",
        "noise-gray8.pam -f invert --depth f32",
    ];

    private static readonly string[] Chains =
    [
        "noise-gray8.pam -f box:3 -f sharpen",
        "noise-gray8.pam -f box:3 -f box:5 -f box:2",
        "noise-gray8.pam -f median:3 -f sobel",
        "noise-gray8.pam -f binomial:3 -f laplacian -f threshold:20",
        "noise-gray8.pam -f box:3:stride=2 -f max:3 -f invert",
        "tiles-gray8.pam -f sobel:x --range stretch",
        "tiles-rgba8.pam -f box:3 --channels color --border wrap",
        "tiles-rgba8-155.pam -f gaussian:1 --channels color --border wrap",
        "tiles-graya8-3.pam -f binomial:5 --border constant=90",
        "noise-rgba8.pam -f stddev:5 --channels color",
        "noise-rgba8.pam -f niblack:7:0.2 --channels color",
        "noise-rgba8.pam -f adaptive:9:3 --channels color --border reflect101",
        "noise-rgba8.pam -f sharpen --channels color --alpha keep",
        "noise-rgba8.pam -f sobel:x --channels color --range abs",
        "tiles-rgba8.pam -f unsharp:1 --channels color --border wrap",
        "tiles-rgba16.pam -f box:5 --channels color --border wrap",
        "noise-gray8.pam -f box:5 --where 5,4,20x15",
        "noise-rgb8.pam -f median:3 --where 3,2,12x9 --where 10,6,30x30 --channels color",
        "noise-gray8.pam -f box:3 --where shapes-gray8.pam",
        "tiles-rgb8.pam -f box:3 --light linear --channels color --border wrap",
        "tiles-gray16-2.pam -f gaussian:1 --light linear --border wrap",
        "tiles-rgb8.pam -f sharpen:0.5 --light linear --border wrap",
        "tiles-gray8-3.pam -f box:3 --nodata 0 --border wrap",
        "tiles-gray8.pam -f gaussian:1 --nodata 255:fill --border wrap",
        "noise-gray8.pam -f median:3 --nodata 0",
        "noise-gray8.pam -f laplacian --nodata 0 --range clip",
        "noise-gray8.pam -f min:5 --nodata 0:fill --border reflect101",
        "noise-rgb8.pam -f max:3 --nodata 255 --channels color",
        "holes-grayf32.npy -f median:3 --nodata nan:fill",
        "holes-grayf32.npy -f sobel:x --nodata nan",
    ];

    private static readonly string[] Formats =
    [
        "noise-gray8.pam -f identity --format png",
        "noise-rgba16.pam -f identity --channels color --alpha keep --format png",
        "noise-rgb8.pam -f identity --channels color --format pnm",
        "noise-gray16.pam -f identity --format pnm",
        "noise-rgba8.pam -f identity --channels color --alpha keep --format pam",
        "noise-grayf32.npy -f identity --format pfm",
        "noise-rgbf32.npy -f identity --channels color --format npy",
        "noise-gray16.pam -f identity --format npy",
        "noise-gray8.pam -f identity --format bmp",
        "noise-rgb8.pam -f identity --channels color --format bmp",
        "shapes-rgb8.pam -f identity --channels color --format qoi",
        "noise-rgba8.pam -f identity --channels color --alpha keep --format qoi",
        "shapes-rgb8.pam -f identity --channels color --format tga",
        "shapes-gray8.pam -f identity --format gif",
        "noise-rgb8.pam -f identity --channels color --format tiff --tiff-compression none",
        "shapes-gray16.pam -f identity --format tiff --tiff-compression lzw",
        "noise-grayf32.npy -f identity --format tiff --tiff-compression deflate",
        "noise-rgba8.pam -f identity --channels color --alpha keep --format webp",
        "blocks-gray8.pam -f identity --format jpeg --quality 100",
        "blocks-gray8.pam -f identity --format jpeg --quality 100 --optimize --restart 1",
        "shapes-rgb8.pam -f identity --channels color --format jpeg --subsampling 444",
    ];

    /// <summary>All of them.</summary>
    public static readonly string[] All =
        [.. Kernels, .. Gradients, .. RealWeights, .. Deep, .. Neighbourhoods, .. Pixels, .. Chains, .. Formats];

    /// <summary>The names of all pictures, masks included, each once.</summary>
    public static IReadOnlyList<string> Pictures()
    {
        var names = new List<string>();
        foreach (string words in All)
            foreach (string word in words.Split(' ', ':'))
                if (word.EndsWith(".pam", StringComparison.Ordinal) || word.EndsWith(".npy", StringComparison.Ordinal))
                    if (!names.Contains(word))
                        names.Add(word);
        return names;
    }
}
