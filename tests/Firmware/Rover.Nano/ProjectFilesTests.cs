using System.Text.RegularExpressions;
using System.Xml.Linq;
using MultiAgentEdge.NanoProfile;

namespace MultiAgentEdge.Tests.Firmware;

/// <summary>The board's own project files, which nothing on this machine builds: held to each other, to the one list of versions, and where
/// the package is on the feed, to the package.</summary>
public sealed class ProjectFilesTests
{
    private const string Nano = "firmware/Rover.Nano";
    private const string Loader = "firmware/Loader/Nano";
    private const string Virtual = "firmware/Rover.Virtual";

    /// <summary>The assembly that each package ships in its lib folder, as its nuspec says.</summary>
    private static readonly Dictionary<string, string> Ships = new(StringComparer.Ordinal)
    {
        ["nanoFramework.CoreLibrary"] = "mscorlib",
        ["nanoFramework.Hardware.Esp32"] = "nanoFramework.Hardware.Esp32",
        ["nanoFramework.Runtime.Events"] = "nanoFramework.Runtime.Events",
        ["nanoFramework.Runtime.Native"] = "nanoFramework.Runtime.Native",
        ["nanoFramework.System.Collections"] = "nanoFramework.System.Collections",
        ["nanoFramework.System.Device.Adc"] = "System.Device.Adc",
        ["nanoFramework.System.Device.Gpio"] = "System.Device.Gpio",
        ["nanoFramework.System.Device.I2c"] = "System.Device.I2c",
        ["nanoFramework.System.Device.Pwm"] = "System.Device.Pwm",
        ["nanoFramework.System.Device.Wifi"] = "System.Device.Wifi",
        ["nanoFramework.System.IO.FileSystem"] = "System.IO.FileSystem",
        ["nanoFramework.System.IO.Ports"] = "System.IO.Ports",
        ["nanoFramework.System.IO.Streams"] = "System.IO.Streams",
        ["nanoFramework.System.Math"] = "System.Math",
        ["nanoFramework.System.Net"] = "System.Net",
        ["nanoFramework.System.Text"] = "nanoFramework.System.Text",
        ["nanoFramework.System.Threading"] = "System.Threading",
    };

    private static readonly string Root = FindRoot();

    public static TheoryData<string> Projects =>
        [$"{Nano}/Rover.Nano.nfproj", $"{Nano}/Shared/Rover.Shared.nfproj", $"{Nano}/Motion/Rover.Motion.nfproj",
            $"{Loader}/Loader.Nano.nfproj", $"{Virtual}/Rover.Virtual.nfproj", $"{Virtual}/World/Rover.World.nfproj"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_reference_is_a_package_of_the_version_listed_and_an_assembly_that_it_ships(string project)
    {
        var packages = Packages(project);
        var referenced = new List<string>();
        foreach (var reference in Load(project).Descendants().Where(one => one.Name.LocalName == "Reference"))
        {
            var path = Expand(reference.Elements().Single(one => one.Name.LocalName == "HintPath").Value).Replace('\\', '/');
            var match = Regex.Match(path, @"/packages/(?<id>[A-Za-z0-9.]+?)\.(?<version>\d+\.\d+\.\d+)/lib/(?<dll>.+)\.dll$");
            Assert.True(match.Success, $"{project}: {path}");
            var id = match.Groups["id"].Value;
            Assert.Equal(packages[id], match.Groups["version"].Value);
            Assert.Equal(Ships[id], match.Groups["dll"].Value);
            Assert.Equal(match.Groups["dll"].Value, reference.Attribute("Include")!.Value);
            var up = path.Split("/packages/")[0].TrimStart('/');
            Assert.Equal(Root, Path.GetFullPath(Path.Combine(Root, Path.GetDirectoryName(project)!, up)).TrimEnd('/'));
            referenced.Add(id);
        }

        Assert.Equal(packages.Keys.Order(StringComparer.Ordinal), referenced.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void What_packages_config_says_is_what_the_one_list_says(string project)
    {
        var listed = Versions();
        Assert.All(Packages(project).Values, version => Assert.Contains(version, listed.Values));
        foreach (var (id, version) in Packages(project))
        {
            var name = id.Replace(".", "", StringComparison.Ordinal);
            Assert.Contains(listed, one => one.Value == version && name.EndsWith(one.Key["Nano".Length..], StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_gate_compiles_against_declarations_of_the_versions_listed()
    {
        var packages = Packages($"{Nano}/Rover.Nano.nfproj");
        Assert.All(BoardLibrary.DeclaredPackages(), one => Assert.Equal((one.File, packages[one.Package]), (one.File, one.Version)));
    }

    /// <summary>The one package that restores: its mscorlib is of the version that the firmware's project names.</summary>
    [Fact]
    public void The_gates_mscorlib_is_the_one_listed()
    {
        using var image = new MemoryStream(BoardLibrary.CoreLibrary());
        using var pe = new System.Reflection.PortableExecutable.PEReader(image);
        var version = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(pe).GetAssemblyDefinition().Version;
        Assert.Equal(Versions()["NanoCoreLibrary"], $"{version.Major}.{version.Minor}.{version.Build}");
    }

    /// <summary>What the gate compiles and what the board's project compiles are the same sources.</summary>
    [Theory]
    [InlineData($"{Nano}/Rover.Nano.nfproj", $"{Nano}/Check/Rover.Nano.Check.csproj")]
    [InlineData($"{Nano}/Shared/Rover.Shared.nfproj", $"{Nano}/Shared/Rover.Shared.csproj")]
    [InlineData($"{Nano}/Motion/Rover.Motion.nfproj", $"{Nano}/Motion/Rover.Motion.csproj")]
    [InlineData($"{Loader}/Loader.Nano.nfproj", $"{Loader}/Check/Loader.Nano.Check.csproj")]
    [InlineData($"{Virtual}/Rover.Virtual.nfproj", $"{Virtual}/Check/Rover.Virtual.Check.csproj")]
    [InlineData($"{Virtual}/World/Rover.World.nfproj", $"{Virtual}/World/Rover.World.csproj")]
    public void Both_project_files_have_the_same_sources(string board, string here) => Assert.Equal(Sources(board), Sources(here));

    private static IEnumerable<string> Sources(string project)
    {
        var folder = Path.Combine(Root, Path.GetDirectoryName(project)!);
        return Load(project).Descendants()
            .Where(one => one.Name.LocalName is "Import" or "Compile")
            .Select(one => (one.Attribute("Project") ?? one.Attribute("Include"))!.Value.Replace('\\', '/'))
            .Where(path => path.EndsWith(".projitems", StringComparison.Ordinal) || path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Root, Path.GetFullPath(Path.Combine(folder, path))))
            .Order(StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Packages(string project) =>
        Load(Path.Combine(Path.GetDirectoryName(project)!, "packages.config")).Descendants("package")
            .ToDictionary(one => one.Attribute("id")!.Value, one => one.Attribute("version")!.Value, StringComparer.Ordinal);

    private static Dictionary<string, string> Versions() =>
        Load($"{Nano}/Versions.props").Descendants("PropertyGroup").Where(one => one.Attribute("Label")?.Value == "packages").Elements()
            .ToDictionary(one => one.Name.LocalName, one => one.Value, StringComparer.Ordinal);

    private static string Expand(string text)
    {
        foreach (var (name, version) in Versions())
            text = text.Replace($"$({name})", version, StringComparison.Ordinal);
        return "/" + text;
    }

    private static XDocument Load(string path) => XDocument.Load(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MultiAgentEdge.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository is not above the tests.");
        return folder.FullName;
    }
}
