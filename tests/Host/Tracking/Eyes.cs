using MultiAgentEdge.Host.Tracking;

namespace MultiAgentEdge.Tests.Host.Tracking;

/// <summary>For tests that look at images: where OpenCV's native library does not load they are skipped, and say so.</summary>
public static class Eyes
{
    public const string Missing = "OpenCV's native library does not load here (mae track says what to install)";

    public static bool AreThere => OpenCv.IsThere;
}
