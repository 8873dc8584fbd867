using System.Globalization;
using BitMiracle.LibTiff.Classic;
using KernelCli.Primitives;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// What the LibTiff.NET library reads, and what it reports. The library has one handler of errors for all threads; each message comes with
/// the file that it is about.
/// </summary>
/// <param name="bytes">The whole file.</param>
/// <param name="offset">Where the data is in the file that is decoded, for messages.</param>
internal sealed class LibTiffFile(byte[] bytes, long offset)
{
    private int _position;

    static LibTiffFile() => LibTiff.SetErrorHandler(new Handler());

    /// <summary>The functions by which the library reads a file.</summary>
    public static TiffStream Access { get; } = new Functions();

    /// <summary>Where the data is in the file that is decoded.</summary>
    public long Offset => offset;

    /// <summary>
    /// Whether a warning counts as an error. While data is decoded it tells that bits were missing or wrong, and that the library put
    /// others in their place; while the file is opened it is about fields.
    /// </summary>
    public bool IsStrict { get; set; }

    /// <summary>The first error that the library reported, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Runs a function of the library, whose exceptions all mean that the data is damaged.</summary>
    /// <exception cref="ImageFormatException">The function threw.</exception>
    public T Guard<T>(Func<T> function)
    {
        try
        {
            return function();
        }
        catch (Exception exception) when (exception is not (ImageFormatException or OutOfMemoryException))
        {
            throw new ImageFormatException(TiffFile.Format, offset, Problem ?? OneLine(exception.Message), exception);
        }
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").TrimEnd('.', ' ');

    private sealed class Functions : TiffStream
    {
        public override int Read(object clientData, byte[] buffer, int offset, int count)
        {
            var file = (LibTiffFile)clientData;
            count = Math.Clamp(file.Bytes.Length - file._position, 0, count);
            Array.Copy(file.Bytes, file._position, buffer, offset, count);
            file._position += count;
            return count;
        }

        public override long Seek(object clientData, long offset, SeekOrigin origin)
        {
            var file = (LibTiffFile)clientData;
            long place = origin switch
            {
                SeekOrigin.Begin => offset,
                SeekOrigin.Current => file._position + offset,
                _ => file.Bytes.Length + offset,
            };
            return place >= 0 && place <= file.Bytes.Length ? file._position = (int)place : -1;
        }

        public override long Size(object clientData) => ((LibTiffFile)clientData).Bytes.Length;

        public override void Write(object clientData, byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Close(object clientData)
        {
        }
    }

    private byte[] Bytes => bytes;

    private sealed class Handler : TiffErrorHandler
    {
        public override void ErrorHandler(LibTiff tif, string method, string format, params object[] args)
        {
        }

        public override void ErrorHandlerExt(LibTiff tif, object clientData, string method, string format, params object[] args)
        {
            if (clientData is LibTiffFile file)
                file.Problem ??= OneLine(string.Format(CultureInfo.InvariantCulture, format, args));
        }

        // Sampling factors are fields of the TIFF as well, which the data may contradict; the library goes by the data.
        private static bool IsAboutFields(string format) => format.Contains("sampling", StringComparison.Ordinal);

        public override void WarningHandler(LibTiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandlerExt(LibTiff tif, object clientData, string method, string format, params object[] args)
        {
            if (clientData is LibTiffFile { IsStrict: true } && !IsAboutFields(format))
                ErrorHandlerExt(tif, clientData, method, format, args);
        }
    }
}
