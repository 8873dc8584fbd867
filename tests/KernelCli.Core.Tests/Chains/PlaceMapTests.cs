using KernelCli.Chains;
using KernelCli.Core.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Chains;

/// <summary>The weights of places, and the pieces that a picture is divided into, against a list of every pixel.</summary>
public sealed class PlaceMapTests
{
    private static readonly PixelFormat Bytes = new(PixelLayout.Gray, SampleType.UInt8);

    [Fact]
    public void Rectangles_touch_each_pixel_once_and_pieces_read_nothing_twice()
    {
        var random = new Random(1);
        for (int run = 0; run < 300; run++)
        {
            (int width, int height) = (random.Next(1, 60), random.Next(1, 60));
            RectanglePlace[] places = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ =>
                new RectanglePlace(random.Next(-5, width + 5), random.Next(-5, height + 5), random.Next(1, 12), random.Next(1, 12))), new RectanglePlace(0, 0, 1, 1)];
            var map = new PlaceMap(places, new ImageInfo(width, height, Bytes), open: null);
            double[] weights = new double[width * height];
            foreach (RectanglePlace place in places)
                for (int y = Math.Max(0, place.Y); y < Math.Min(height, place.Y + place.Height); y++)
                    for (int x = Math.Max(0, place.X); x < Math.Min(width, place.X + place.Width); x++)
                        weights[(y * width) + x] = PlaceWeights.Full;
            Check(map, weights, width, height, new ChainReach(random.Next(4), random.Next(4), Wraps: false, IsWhole: false));
        }
    }

    [Theory]
    [InlineData(SampleType.UInt8)]
    [InlineData(SampleType.UInt16)]
    [InlineData(SampleType.Float32)]
    public void The_greater_of_a_mask_and_a_rectangle_counts(SampleType type)
    {
        var random = new Random(2);
        for (int run = 0; run < 40; run++)
        {
            (int width, int height) = (random.Next(1, 200), random.Next(1, 150));
            double[] mask = new double[width * height], weights = new double[width * height];
            int blobs = random.Next(4);
            for (int blob = 0; blob < blobs; blob++)
                for ((int left, int top, int n) = (random.Next(width), random.Next(height), 0); n < 40; n++)
                    mask[(Math.Min(height - 1, top + (n / 8)) * width) + Math.Min(width - 1, left + (n % 8))] = blob == 0 ? 1 : random.Next(5) / 4.0;
            byte[] samples = Samples.FromFractions(mask, type);
            double[] graded = Array.ConvertAll(Samples.ToDoubles(samples, type), value => value * (PlaceWeights.Full / type.FullRange()));
            var rectangle = new RectanglePlace(random.Next(-3, width), random.Next(-3, height), 9, 7);
            for (int i = 0; i < weights.Length; i++)
                weights[i] = i % width >= rectangle.X && i % width < rectangle.X + 9 && i / width >= rectangle.Y && i / width < rectangle.Y + 7
                    ? PlaceWeights.Full : graded[i];
            var info = new ImageInfo(width, height, new PixelFormat(PixelLayout.Gray, type));
            var map = new PlaceMap([new MaskPlace("mask"), rectangle], new ImageInfo(width, height, Bytes), _ => new MemoryRows(samples, info));
            Check(map, weights, width, height, new ChainReach(1, 2, Wraps: false, IsWhole: false));
        }
    }

    [Fact]
    public void A_mask_s_cells_are_pieces_of_their_own_and_say_whether_they_blend()
    {
        // A picture of more than 1024 cells of 64 pixels: its cells are 128 pixels wide.
        (int width, int height) = (2600, 1700);
        byte[] mask = new byte[width * height];
        mask[(10 * width) + 70] = mask[(12 * width) + 100] = 255;
        mask[(200 * width) + 300] = 100;
        mask[(200 * width) + 302] = 255;
        mask[(1699 * width) + 2599] = 1;
        var map = new PlaceMap([new MaskPlace("mask")], new ImageInfo(width, height, Bytes), _ => new MemoryRows(mask, new ImageInfo(width, height, Bytes)));
        Assert.Equal(5, map.Touched);
        Assert.Equal([(new PixelBox(70, 10, 101, 13), false), (new PixelBox(300, 200, 303, 201), true), (new PixelBox(2599, 1699, 2600, 1700), true)],
            map.Pieces(new ChainReach(1, 1, Wraps: false, IsWhole: false)));
        Assert.Equal([(new PixelBox(70, 10, 303, 201), true), (new PixelBox(2599, 1699, 2600, 1700), true)], map.Pieces(new ChainReach(200, 200, Wraps: false, IsWhole: false)));
        Assert.Equal([(new PixelBox(70, 10, 2600, 1700), true)], map.Pieces(new ChainReach(0, 0, Wraps: false, IsWhole: true)));
    }

    [Fact]
    public void Cells_of_a_mask_beside_and_above_each_other_are_pieces_of_their_own()
    {
        byte[] mask = new byte[200 * 300];
        mask[(10 * 200) + 70] = mask[(10 * 200) + 150] = mask[(110 * 200) + 75] = mask[(260 * 200) + 130] = 255;
        ImageInfo info = new(200, 300, Bytes);
        var map = new PlaceMap([new MaskPlace("mask")], info, _ => new MemoryRows(mask, info));
        Assert.Equal([(new PixelBox(70, 10, 71, 11), false), (new PixelBox(150, 10, 151, 11), false), (new PixelBox(75, 110, 76, 111), false), (new PixelBox(130, 260, 131, 261), false)],
            map.Pieces(new ChainReach(1, 1, Wraps: false, IsWhole: false)));
    }

    [Fact]
    public void Pieces_that_meet_only_once_two_others_are_one_are_merged_too()
    {
        // The box around the first two reaches the third, which neither does.
        RectanglePlace[] places = [new(0, 0, 2, 20), new(1, 19, 19, 1), new(10, 3, 2, 2)];
        var map = new PlaceMap(places, new ImageInfo(40, 40, Bytes), open: null);
        Assert.Equal([(new PixelBox(0, 0, 20, 20), false)], map.Pieces(new ChainReach(0, 0, Wraps: false, IsWhole: false)));
    }

    [Fact]
    public void Rows_can_be_skipped_and_masks_are_read_to_their_ends()
    {
        byte[] mask = [0, 0, 9, 0, 0, 0, 0, 255, 0, 0, 0, 0];
        var rows = new MemoryRows(mask, new ImageInfo(3, 4, Bytes));
        using var weights = new PlaceWeights([], ["mask"], 3, 4, _ => rows);
        weights.SkipTo(2);
        Assert.Equal((1, 2), weights.Next());
        Assert.Equal([0, PlaceWeights.Full, 0], weights.Row.ToArray());
        Assert.Equal((0, 0), weights.Next());
        Assert.False(rows.IsCompleted);
        weights.Complete();
        Assert.True(rows.IsCompleted);
    }

    [Theory]
    [InlineData(PixelLayout.Rgb, SampleType.UInt8, "pixels of rgb 8 bit: a mask is gray")]
    [InlineData(PixelLayout.GrayAlpha, SampleType.UInt16, "pixels of gray+alpha 16 bit: a mask is gray")]
    [InlineData(PixelLayout.Gray, SampleType.Int16, "pixels of gray signed 16 bit: a mask is gray")]
    public void A_mask_that_does_not_fit_is_refused_and_closed(PixelLayout layout, SampleType type, string expected)
    {
        var rows = new MemoryRows([], new ImageInfo(3, 4, new PixelFormat(layout, type)));
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new PlaceWeights([], ["mask"], 3, 4, _ => rows)).Message, StringComparison.Ordinal);
        Assert.True(rows.IsCompleted);
        Assert.Throws<ArgumentException>(() => new PlaceWeights([], ["mask"], 3, 4, open: null));
    }

    [Fact]
    public void No_weight_is_NaN()
    {
        float[] mask = [float.NaN, 0.5f, 2, -1];
        using var weights = new PlaceWeights([], ["mask"], 4, 1, _ => MemoryRows.Of(mask, 4, 1, 1));
        weights.Next();
        Assert.Equal([0, PlaceWeights.Full / 2, PlaceWeights.Full, 0], weights.Row.ToArray());
    }

    private static void Check(PlaceMap map, double[] weights, int width, int height, ChainReach reach)
    {
        Assert.Equal(weights.Count(weight => weight > 0), map.Touched);
        using (PlaceWeights rows = map.Open())
            for (int y = 0; y < height; y++)
            {
                (int first, int end) = rows.Next();
                Assert.Equal(weights[(y * width)..((y + 1) * width)], rows.Row.ToArray());
                Assert.All(Enumerable.Range(0, width), x => Assert.True(rows.Row[x] == 0 || (x >= first && x < end)));
            }
        var pieces = map.Pieces(reach);
        Assert.Equal(pieces.Select(piece => piece.Box.Top).Order(), pieces.Select(piece => piece.Box.Top));
        int[] read = new int[width * height];
        foreach ((PixelBox box, bool isGraded) in pieces)
        {
            PixelBox source = box.Grown(reach, width, height);
            for (int y = source.Top; y < source.Bottom; y++)
                for (int x = source.Left; x < source.Right; x++)
                    read[(y * width) + x]++;
            double[] inside = [.. Enumerable.Range(0, weights.Length).Where(i => i % width >= box.Left && i % width < box.Right && i / width >= box.Top && i / width < box.Bottom).Select(i => weights[i])];
            Assert.Contains(inside, weight => weight > 0);
            Assert.Equal(inside.Any(weight => weight is > 0 and < PlaceWeights.Full), isGraded);
        }
        Assert.All(read, times => Assert.InRange(times, 0, 1));
        Assert.All(Enumerable.Range(0, weights.Length), i => Assert.True(weights[i] == 0 || read[i] == 1));
    }
}
