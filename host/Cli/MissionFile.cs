using System.CommandLine;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Cli;

/// <summary>Missions of one's own, from the assemblies that <c>--missions</c> names. They run with this program's rights: name only what
/// you trust.</summary>
public static partial class MissionFile
{
    private const string Name = "--missions";
    private const string Next = "mae new mission NAME writes one that works; its README says how it is built.";

    /// <summary>For the help text and the parser; what it says has been read before the verbs are known.</summary>
    public static Option<string[]> Option { get; } = new(Name)
    {
        Description = "Assembly with missions of one's own; may be repeated", HelpName = "DLL", Recursive = true,
    };

    /// <summary>Whether a mission may be called so.</summary>
    public static bool IsName(string? name) => name is not null && MissionName().IsMatch(name);

    /// <summary>The files that a command line names, whatever else it says: the verbs are not known yet.</summary>
    public static IReadOnlyList<string> Named(IReadOnlyList<string> args)
    {
        var any = new RootCommand { TreatUnmatchedTokensAsErrors = false };
        any.Add(Option);
        var parse = any.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        // Without its value it is an error that is told with the others.
        return parse.GetResult(Option) is { Errors: var errors } && !errors.Any() ? parse.GetValue(Option) ?? [] : [];
    }

    /// <exception cref="MaeException">MAE260 no such file, MAE261 not an assembly with a mission, MAE262 made for another version of this
    /// program, MAE263 two of one name or kind.</exception>
    public static MissionList Load(IReadOnlyList<string> files) => MissionList.With([.. Checked([.. files.Distinct().SelectMany(Of)])]);

    private static IEnumerable<IMission> Of(string file)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE260", $"There is no {file}.",
                "Build the mission first: dotnet build -c Release. Then name the .dll that it wrote.");
        }

        var found = Read(file, path);
        return found.Count > 0
            ? found
            : throw new MaeException(
                ExitCode.Configuration, "MAE261",
                $"{file} holds no mission: no public class with {nameof(IMission)} and a constructor without parameters.", Next);
    }

    private static List<IMission> Read(string file, string path)
    {
        try
        {
            // This program's own assemblies stay the ones that are loaded; what the mission brings besides comes from its folder.
            var assembly = new Neighbours(path).LoadFromAssemblyPath(path);
            return [.. assembly.GetExportedTypes()
                .Where(
                    type => type.IsAssignableTo(typeof(IMission)) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null)
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
                .Select(type => (IMission)Activator.CreateInstance(type)!)];
        }
        catch (BadImageFormatException)
        {
            throw new MaeException(ExitCode.Configuration, "MAE261", $"{file} is not a .NET assembly.", Next);
        }
        catch (Exception exception) when (Causes(exception).Any(
            cause => cause is TypeLoadException or MissingMemberException or FileLoadException or FileNotFoundException))
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE262",
                $"{file} does not fit this version of mae ({VersionInfo.Version}): {Causes(exception).Last().Message}",
                "Build it again against the packages of this version.", exception);
        }
        catch (TargetInvocationException exception)
        {
            throw new MaeException(
                ExitCode.Failed, "MAE266", $"A mission of {file} fails as it is made: {exception.InnerException?.Message}",
                "Mend its constructor.", exception);
        }
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            yield return one;
            if (one is ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] })
                yield return first;
        }
    }

    private static IEnumerable<IMission> Checked(IReadOnlyList<IMission> own)
    {
        var known = MissionList.BuiltIn.All.ToList();
        foreach (var mission in own)
        {
            if (!IsName(mission.Name))
            {
                throw new MaeException(
                    ExitCode.Configuration, "MAE261", $"A mission is called \"{NameText.Short(mission.Name ?? "")}\".",
                    "Name it with a-z, 0-9 and -, beginning with a letter.");
            }

            if (!MissionKinds.IsOwn(mission.Kind))
            {
                throw new MaeException(
                    ExitCode.Configuration, "MAE261",
                    $"{mission.Name} has kind {(byte)mission.Kind}; those below {MissionKinds.FirstOwn} are this product's.",
                    "Choose one from 128 to 255.");
            }

            if (mission.Controller is { } maker && maker.Mission != mission.Kind)
            {
                throw new MaeException(
                    ExitCode.Configuration, "MAE261",
                    $"{mission.Name} has kind {(byte)mission.Kind} and a controller of kind {(byte)maker.Mission}.", "Give both the same.");
            }

            if (known.Find(other => other.Name == mission.Name || other.Kind == mission.Kind) is { } twin)
            {
                throw new MaeException(
                    ExitCode.Configuration, "MAE263", $"{mission.Name} has the name or the kind ({(byte)mission.Kind}) of {twin.Name}.",
                    "Give each its own.");
            }

            known.Add(mission);
            yield return mission;
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z(?<=\A.{1,31})")]
    private static partial Regex MissionName();

    private sealed class Neighbours(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver resolver = new(path);
        private readonly string folder = Path.GetDirectoryName(path)!;

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (Default.Assemblies.Any(loaded => loaded.GetName().Name == assemblyName.Name) || IsOurs(assemblyName))
                return null;
            var found = resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(folder, assemblyName.Name + ".dll");
            return File.Exists(found) ? LoadFromAssemblyPath(found) : null;
        }

        // Of this program: it lies beside it, loaded yet or not.
        private static bool IsOurs(AssemblyName name) => File.Exists(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"));
    }
}
