using System.Buffers.Binary;
using System.Text.Unicode;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Collects what application segments and comments say. They are advice: one that makes no sense is left out.</summary>
internal sealed class JpegMetadataReader(DecodeOptions options)
{
    private const int Jfif = JpegMarker.Application;
    private const int Exif = JpegMarker.Application + 1;
    private const int Icc = JpegMarker.Application + 2;
    private const int Ducky = JpegMarker.Application + 12;
    private const int Photoshop = JpegMarker.Application + 13;
    private const int Adobe = JpegMarker.Application + 14;
    private const int IccHeaderBytes = 14;

    private readonly MetadataCollector _collector = new(options);
    private readonly SortedDictionary<int, byte[]> _profile = [];
    private int _profilePieces;
    private bool _hasOtherPictures;

    /// <summary>Whether there is a JFIF header, which means YCbCr or gray.</summary>
    public bool IsJfif { get; private set; }

    /// <summary>The colour transform that an Adobe segment gives; null where there is none.</summary>
    public int? AdobeTransform { get; private set; }

    /// <summary>What was said up to the first scan.</summary>
    public ImageMetadata Read()
    {
        if (_profile.Count > 0)
        {
            // A profile comes in pieces that are numbered from 1 and say how many there are.
            bool isWhole = _profile.Count == _profilePieces && _profile.Keys.First() == 1 && _profile.Keys.Last() == _profilePieces;
            _collector.TakeProfile(isWhole ? [.. _profile.Values.SelectMany(piece => piece)] : []);
        }
        return _collector.Metadata;
    }

    /// <summary>Takes the present segment: reads it where it is known, skips it where not.</summary>
    public void Take(JpegSegmentReader segment)
    {
        if (segment.Marker is not (>= JpegMarker.Application and <= JpegMarker.Application + 15 or JpegMarker.Comment))
        {
            segment.Skip();
            return;
        }
        int marker = segment.Marker;
        ReadOnlySpan<byte> data = segment.ReadAll();
        switch (marker)
        {
            case Jfif when data.StartsWith("JFIF\0"u8) && data.Length >= 12:
                IsJfif = true;
                TakeDensity(data[7], BinaryPrimitives.ReadUInt16BigEndian(data[8..]), BinaryPrimitives.ReadUInt16BigEndian(data[10..]));
                if (data.Length > 14)
                    _collector.LeaveOutOnPurpose("the JFIF thumbnail, which shows what was there before");
                break;
            case Jfif when data.StartsWith("JFXX\0"u8):
                _collector.LeaveOutOnPurpose("the JFIF thumbnail, which shows what was there before");
                break;
            case Exif:
                TakeExif(data);
                break;
            case Icc:
                TakePictures(data);
                break;
            case Photoshop when data.StartsWith(JpegSegment.Photoshop):
                if (_collector.TryAdmit(data.Length, "Photoshop's resources"))
                    _collector.TakeResources(data[JpegSegment.Photoshop.Length..]);
                break;
            case Adobe when data.StartsWith("Adobe"u8) && data.Length >= 12:
                AdobeTransform = data[11];
                break;
            case JpegMarker.Comment:
                if (_collector.TryAdmit(data.Length, "comments"))
                    TakeComment(data.TrimEnd((byte)0));
                break;
            case Ducky when data.StartsWith("Ducky"u8):
                _collector.LeaveOutOnPurpose("the quality that the picture was stored with");
                break;
            default:
                LeaveOut(marker);
                break;
        }
    }

    /// <summary>Skips a segment that comes after the first scan, where it comes too late for the rows.</summary>
    public void TakeLate(JpegSegmentReader segment)
    {
        if (segment.Marker is Exif or Icc or Photoshop or JpegMarker.Comment)
            _collector.LeaveOut("metadata after the first scan");
        segment.Skip();
    }

    /// <summary>Reports a picture after the end of this one.</summary>
    public void TellNext()
    {
        if (!_hasOtherPictures)
            _collector.LeaveOut("another picture after the first");
    }

    private void TakeExif(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith("Exif\0"u8))
            _collector.TakeExifPiece(data);
        else if (data.StartsWith(JpegSegment.Xmp))
        {
            if (_collector.TryAdmit(data.Length, "XMP"))
                _collector.TakeXmp(data[JpegSegment.Xmp.Length..].ToArray());
        }
        else if (data.StartsWith(JpegSegment.ExtendedXmp))
            _collector.LeaveOut("extended XMP, which may hold pictures of what was there before");
        else
            LeaveOut(Exif);
    }

    private void TakePictures(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith("ICC_PROFILE\0"u8) && data.Length > IccHeaderBytes)
        {
            _profilePieces = data[13];
            if (!_profile.ContainsKey(data[12]) && _collector.TryAdmit(data.Length, "an ICC profile"))
                _profile.Add(data[12], data[IccHeaderBytes..].ToArray());
        }
        else if (data.StartsWith("MPF\0"u8))
        {
            _hasOtherPictures = true;
            _collector.LeaveOut("the file's other pictures (MPF)");
        }
        else
            LeaveOut(Icc);
    }

    private void LeaveOut(int marker) => _collector.LeaveOut($"segment APP{marker - JpegMarker.Application}, which is not known");

    private void TakeDensity(int unit, int x, int y)
    {
        if (x == 0 || y == 0)
            return;
        if (unit == 1)
            _collector.Set(metadata => metadata with { Density = PixelDensity.FromDotsPerInch(x, y) });
        else if (unit == 2)
            _collector.Set(metadata => metadata with { Density = new PixelDensity(x * 100.0, y * 100.0) });
        else if (unit == 0 && x != y)
            _collector.Set(metadata => metadata with { Aspect = new PixelAspect((uint)x, (uint)y) });
    }

    // Nothing says how a comment is encoded.
    private void TakeComment(ReadOnlySpan<byte> data)
    {
        if (!data.IsEmpty)
            _collector.TakeText(
                new ImageText(ImageText.Comment, (Utf8.IsValid(data) ? System.Text.Encoding.UTF8 : System.Text.Encoding.Latin1)
                .GetString(data)));
    }
}
