using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Samples;

// Makes the pictures of this folder: dotnet run -c Release --project samples/MakePictures -- samples
string folder = args.Length > 0 ? args[0] : ".";
const int Width = 512, Height = 384;

foreach (string name in (string[])["scene.png", "scene.jpg"])
    Write(name, new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8)), (x, y, pixel) =>
    {
        (double r, double g, double b) = Scene.ColourAt(x, y, Width, Height);
        (pixel[0], pixel[1], pixel[2]) = (Byte(r), Byte(g), Byte(b));
    });
Write("lights.png", new ImageInfo(256, 160, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8)), (x, y, pixel) =>
{
    (double r, double g, double b) = Scene.LightsAt(x, y, 256, 160);
    (pixel[0], pixel[1], pixel[2]) = (Byte(r), Byte(g), Byte(b));
});
Write("badge.png", new ImageInfo(256, 256, new PixelFormat(PixelLayout.Rgba, SampleType.UInt8)), (x, y, pixel) =>
{
    (double r, double g, double b, double a) = Scene.BadgeAt(x, y, 256);
    (pixel[0], pixel[1], pixel[2], pixel[3]) = (Byte(r), Byte(g), Byte(b), Byte(a));
});
Write("deep.png", new ImageInfo(256, 192, new PixelFormat(PixelLayout.Gray, SampleType.UInt16)), (x, y, pixel) =>
    BitConverter.TryWriteBytes(pixel, (ushort)Math.Clamp(Math.Floor((Scene.DeepAt(x, y, 256, 192) * 65535) + 0.5), 0, 65535)));
Write("mask.png", new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), (x, y, pixel) =>
    pixel[0] = Byte(1.25 - (1.6 * Math.Sqrt(Math.Pow((x - 256) / 256.0, 2) + Math.Pow((y - 192) / 192.0, 2)))));

Directory.CreateDirectory(Path.Combine(folder, "weights"));
string At(string name) => Path.Combine(folder, "weights", name);
Weights.WriteNpy(At("gabor.npy"), Weights.Gabor(), 16, 3, 7, 7);
Weights.WriteNpy(At("mixes.npy"), Weights.Mixes(), 4, 3, 1, 1);
Weights.WriteNpy(At("identity.npy"), Weights.Identity(), 3, 3, 1, 1);
int[][] layers = [[16, 1, 3, 3], [32, 16, 3, 3], [64, 32, 3, 3], [64, 32, 3, 3], [32, 16, 3, 3], [16, 1, 3, 3]];
Weights.WriteSafetensors(At("autoencoder.safetensors"), [.. layers.Select((shape, i) => ($"layer{i + 1}.weight", shape, Weights.Noise(i, shape)))]);

static byte Byte(double value) => (byte)Math.Clamp(Math.Floor((value * 255) + 0.5), 0, 255);

void Write(string name, ImageInfo info, Painter paint)
{
    using FileStream stream = File.Create(Path.Combine(folder, name));
    using KernelCli.Rows.IRowSink sink = ImageCodecs.ByExtension(name)!.Create(stream, info, new EncodeOptions { Compression = 9 });
    byte[] row = new byte[info.RowBytes];
    for (int y = 0; y < info.Height; y++)
    {
        for (int x = 0; x < info.Width; x++)
            paint(x, y, row.AsSpan(x * info.Format.BytesPerPixel, info.Format.BytesPerPixel));
        sink.WriteRow(row);
    }
    sink.Complete();
}

internal delegate void Painter(int x, int y, Span<byte> pixel);
