using System.Buffers.Binary;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Collects what application segments say. They are advice: one that makes no sense is passed over.</summary>
internal sealed class JpegMetadataReader(ImageLimits limits)
{
    private const int Jfif = JpegMarker.Application;
    private const int Exif = JpegMarker.Application + 1;
    private const int Icc = JpegMarker.Application + 2;
    private const int Adobe = JpegMarker.Application + 14;
    private const int IccHeaderBytes = 14;

    private readonly SortedDictionary<int, byte[]> _profile = [];
    private ImageMetadata _metadata = ImageMetadata.None;
    private int _profilePieces;
    private long _profileBytes;

    /// <summary>Whether there is a JFIF header, which means YCbCr or gray.</summary>
    public bool IsJfif { get; private set; }

    /// <summary>The colour transform that an Adobe segment gives; null where there is none.</summary>
    public int? AdobeTransform { get; private set; }

    /// <summary>What was said so far.</summary>
    public ImageMetadata Metadata => JoinProfile() is { } profile ? _metadata with { IccProfile = profile } : _metadata;

    /// <summary>Takes the present segment: reads it where it is known, passes over it where not.</summary>
    public void Take(JpegSegmentReader segment)
    {
        if (segment.Marker is not (Jfif or Exif or Icc or Adobe))
        {
            segment.Skip();
            return;
        }
        ReadOnlySpan<byte> data = segment.ReadAll();
        switch (segment.Marker)
        {
            case Jfif when data.StartsWith("JFIF\0"u8) && data.Length >= 12:
                IsJfif = true;
                TakeDensity(data[7], BinaryPrimitives.ReadUInt16BigEndian(data[8..]), BinaryPrimitives.ReadUInt16BigEndian(data[10..]));
                break;
            case Exif when data.StartsWith("Exif\0"u8) && data.Length > 14 && _metadata.Exif is null && data.Length <= limits.MaxMetadata:
                byte[] exif = data[6..].ToArray();
                _metadata = _metadata with { Exif = exif, Orientation = ExifBlock.ReadOrientation(exif) };
                break;
            case Icc when data.StartsWith("ICC_PROFILE\0"u8) && data.Length > IccHeaderBytes:
                TakeProfile(data[12], data[13], data[IccHeaderBytes..].ToArray());
                break;
            case Adobe when data.StartsWith("Adobe"u8) && data.Length >= 12:
                AdobeTransform = data[11];
                break;
        }
    }

    private void TakeDensity(int unit, int x, int y)
    {
        if (x == 0 || y == 0)
            return;
        if (unit == 1)
            _metadata = _metadata with { Density = PixelDensity.FromDotsPerInch(x, y) };
        else if (unit == 2)
            _metadata = _metadata with { Density = new PixelDensity(x * 100.0, y * 100.0) };
    }

    // A profile comes in pieces that are numbered from 1 and say how many there are.
    private void TakeProfile(int number, int pieces, byte[] piece)
    {
        _profilePieces = pieces;
        _profileBytes += piece.Length;
        if (_profileBytes <= limits.MaxMetadata)
            _profile.TryAdd(number, piece);
    }

    private byte[]? JoinProfile()
    {
        if (_profile.Count == 0 || _profile.Count != _profilePieces || _profile.Keys.First() != 1 || _profile.Keys.Last() != _profilePieces)
            return null;
        byte[] profile = [.. _profile.Values.SelectMany(piece => piece)];
        return IccProfile.IsWhole(profile) ? profile : null;
    }
}
