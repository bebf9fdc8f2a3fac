// Validates PDF files with the veraPDF that lies inside a PyPI wheel; `check` beside this file runs it.
import java.io.FileInputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;

public class Check {
    public static void main(String[] args) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean failed = false;
        for (String id : args[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
            if (flavour == null || flavour == PDFAFlavour.NO_FLAVOUR) {
                System.err.println("no such flavour: " + id + " (2a, 2u, ua1, …)");
                System.exit(2);
            }
            for (int i = 1; i < args.length; i++) {
                failed |= !check(id, flavour, args[i]);
            }
        }
        System.exit(failed ? 1 : 0);
    }

    static boolean check(String id, PDFAFlavour flavour, String file) {
        try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
             var validator = Foundries.defaultInstance().createValidator(flavour, -1, false, true, false)) {
            var result = validator.validate(parser);
            // A validator that looked at nothing, or looked for something else, must not pass.
            boolean pass = result.isCompliant() && result.getTotalAssertions() > 0
                && result.getPDFAFlavour() == flavour && "normal".equals(result.getJobEndStatus().getValue());
            System.out.printf("%s %s %s (%d checks)%n", pass ? "PASS" : "FAIL", id, file, result.getTotalAssertions());
            var seen = new TreeSet<String>();
            for (var a : result.getTestAssertions()) {
                var rule = a.getRuleId();
                String key = rule.getClause() + " test " + rule.getTestNumber();
                if (a.getStatus().name().equals("FAILED") && seen.add(key)) {
                    System.out.printf("  %s (%d times): %s%n    %s%n    first at %s%n", key, result.getFailedChecks().get(rule),
                        a.getMessage(), a.getErrorMessage(), a.getLocation().getContext());
                }
            }
            return pass;
        } catch (Exception e) {
            System.out.printf("FAIL %s %s: %s%n", id, file, e);
            return false;
        }
    }
}
